import Tensors

/// How the latents that travel through graphs relate to those that a model works on.
public struct LatentFormat: Sendable, Hashable {
    public var channels: Int

    /// Factor into the model's scale, which has a deviation of about one.
    public var scale: Double

    /// Subtracted before scaling.
    public var shift: Double

    /// What each channel has taken off and is divided by before scaling, where channels differ; none otherwise.
    public var channelMoments: [ChannelMoments] = []

    public struct ChannelMoments: Sendable, Hashable {
        public var mean: Float, deviation: Float
    }

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

    /// Playground 2.5: latents of Stable Diffusion XL, each channel brought to the same mean and deviation.
    public static let playground: LatentFormat = {
        var format = LatentFormat(scale: 0.5)
        format.channelMoments = [
            ChannelMoments(mean: -1.6574, deviation: 8.4927), ChannelMoments(mean: 1.886, deviation: 5.9022),
            ChannelMoments(mean: -1.383, deviation: 6.5498), ChannelMoments(mean: 2.5155, deviation: 5.2299),
        ]
        return format
    }()

    /// Into the model's scale. An empty latent, all zeros, stays as it is, as it stands for no picture.
    public func encoded(_ latent: Tensor) -> Tensor {
        guard !Self.isEmpty(latent) else { return latent }
        if !channelMoments.isEmpty {
            return byChannel(latent) { ($0 - $1.mean) * Float(scale) / $1.deviation }
        }
        return shift == 0 ? latent * Float(scale) : (latent - Float(shift)) * Float(scale)
    }

    /// Out of the model's scale.
    public func decoded(_ latent: Tensor) -> Tensor {
        if !channelMoments.isEmpty {
            return byChannel(latent) { $0 * $1.deviation / Float(scale) + $1.mean }
        }
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

    /// - Shapes: `latent` [N, C, H, W], C as many as there are moments → the same. Any other stays as it is; the model, which it
    ///   does not fit, says so.
    private func byChannel(_ latent: Tensor, _ change: (Float, ChannelMoments) -> Float) -> Tensor {
        guard latent.shape.count == 4, latent.shape[1] == channelMoments.count else { return latent }
        let cells = latent.shape[2] * latent.shape[3]
        return Tensor(shape: latent.shape) { result in
            let values = latent.values
            for index in 0..<values.count {
                result[index] = change(values[index], channelMoments[index / cells % channelMoments.count])
            }
        }
    }

    private static func isEmpty(_ latent: Tensor) -> Bool {
        let values = latent.values
        for index in 0..<values.count where values[index] != 0 { return false }
        return true
    }
}
