import Tensors

/// How the latents that travel through graphs relate to those that a model works on.
public struct LatentFormat: Sendable, Hashable {
    public var channels: Int

    /// Factor into the model's scale, which has a deviation of about one.
    public var scale: Double

    /// Subtracted before scaling.
    public var shift: Double

    /// Pixels along the side of a cell.
    public var pixelsPerCell: Int

    public init(channels: Int = 4, scale: Double, shift: Double = 0, pixelsPerCell: Int = 8) {
        self.channels = channels
        self.scale = scale
        self.shift = shift
        self.pixelsPerCell = pixelsPerCell
    }

    public static let stableDiffusion = LatentFormat(scale: 0.18215)
    public static let stableDiffusionXL = LatentFormat(scale: 0.13025)
    public static let upscaler = LatentFormat(scale: 0.08333)
    public static let stableDiffusion3 = LatentFormat(channels: 16, scale: 1.5305, shift: 0.0609)
    public static let flux = LatentFormat(channels: 16, scale: 0.3611, shift: 0.1159)

    /// Into the model's scale. An empty latent, all zeros, stays as it is, as it stands for no picture.
    public func encoded(_ latent: Tensor) -> Tensor {
        guard !Self.isEmpty(latent) else { return latent }
        return shift == 0 ? latent * Float(scale) : (latent - Float(shift)) * Float(scale)
    }

    /// Out of the model's scale.
    public func decoded(_ latent: Tensor) -> Tensor {
        let unscaled = latent / Float(scale)
        return shift == 0 ? unscaled : unscaled + Float(shift)
    }

    /// An empty latent with as many channels as the model has; any other as it is.
    ///
    /// - Shapes: `latent` [N, C, H, W] → [N, channels, H, W].
    public func fitted(_ latent: Tensor) -> Tensor {
        guard latent.shape.count == 4, latent.shape[1] != channels, Self.isEmpty(latent) else { return latent }
        return Tensor(zeros: [latent.shape[0], channels, latent.shape[2], latent.shape[3]])
    }

    private static func isEmpty(_ latent: Tensor) -> Bool {
        let values = latent.values
        for index in 0..<values.count where values[index] != 0 { return false }
        return true
    }
}
