import Diffusion
import Foundation
import Layers
import Tensors

/// How a network of the Stable Diffusion family wants to be used, told by its shapes and by marks in its file.
///
/// - Source: `supported_models.py` of ComfyUI.
public struct DiffusionTraits: Sendable {
    public var sampling: ModelSampling
    public var latentFormat: LatentFormat
    public var label: LabelEncoding
    public var extraChannels: ExtraChannels
    public var contextProjection: ContextProjection?

    /// - Parameter tensors: of the whole file, where marks such as `v_pred` lie.
    /// - Throws: if the file cannot be read.
    public init(of network: UNet, in tensors: [String: StoredTensor] = [:]) throws {
        let trunk = network.configuration.trunk
        let latentChannels = network.configuration.outputChannels
        label = LabelEncoding(trunk)
        guard label != .noiseLevel else {
            latentFormat = LatentFormat(channels: latentChannels, scale: 0.08333)
            sampling = .discrete(.velocity, SmallPicture.table)
            extraChannels = .smallPicture
            return
        }
        let isXL = label == .sizes
        latentFormat = LatentFormat(
            channels: latentChannels,
            scale: isXL ? LatentFormat.stableDiffusionXL.scale : LatentFormat.stableDiffusion.scale)
        if isXL {
            sampling = try Self.samplingXL(tensors)
            if Self.isPlayground(tensors), latentChannels == 4 { latentFormat = .playground }
        } else if label == .task {
            sampling = .discrete(.image)
        } else if trunk.contextWidth == 1024, trunk.inputChannels == latentChannels, try Self.isVelocity(network) {
            sampling = .discrete(.velocity)
        } else {
            sampling = .discrete()
        }
        let isVelocityEDM = tensors["edm_vpred.sigma_max"] != nil
        extraChannels = ExtraChannels(
            count: trunk.inputChannels - latentChannels, of: latentChannels, isPictureScaled: isXL && isVelocityEDM)
        contextProjection = try ContextProjection(in: tensors, origin: network.weights.origin)
    }

    /// Whether a file of an XL model is of Playground 2.5, whose latents have means and deviations of their own.
    private static func isPlayground(_ tensors: [String: StoredTensor]) -> Bool {
        tensors["edm_mean"] != nil && tensors["edm_std"] != nil
    }

    /// Marks that authors of XL models leave in their files.
    private static func samplingXL(_ tensors: [String: StoredTensor]) throws -> ModelSampling {
        func number(_ name: String) throws -> Double? { try tensors[name]?.tensor().array.first.map(Double.init) }
        if isPlayground(tensors) { return .continuous(.preconditioned, from: 0.002, to: 80, dataDeviation: 0.5) }
        if let highest = try number("edm_vpred.sigma_max") {
            return .continuous(.velocity, from: try number("edm_vpred.sigma_min") ?? 0.002, to: highest)
        }
        guard tensors["v_pred"] != nil else { return .discrete() }
        return .discrete(.velocity, NoiseTable(endsInPureNoise: tensors["ztsnr"] != nil))
    }

    /// Stable Diffusion 2.x comes with both kinds of prediction and nothing in the file says which. As in ComfyUI, the spread
    /// of one bias tells them apart.
    private static func isVelocity(_ network: UNet) throws -> Bool {
        let name = "output_blocks.11.1.transformer_blocks.0.norm1.bias"
        guard let shape = network.weights.shape(name) else { return false }
        let values = try network.weights(name, shape).tensor().array.map(Double.init)
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        return variance.squareRoot() > 0.09
    }
}
