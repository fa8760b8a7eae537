import Layers
import Tensors
import Text

/// A Stable Diffusion checkpoint in the original key layout: U-Net, text encoder and autoencoder in one file.
///
/// A file may lack a part; that is an error for whoever asks for it. Asking again costs no more memory as long as the
/// part is in use: packed weights are shared.
public struct StableDiffusionCheckpoint: Sendable {
    private let weights: Weights
    private let tensors: [String: StoredTensor]

    /// - Parameter origin: the file, as messages call it.
    public init(_ tensors: [String: StoredTensor], origin: String) {
        weights = Weights(tensors, origin: origin)
        self.tensors = tensors
    }

    /// Generations of the family, which differ in what encodes the prompt.
    public enum Generation: Sendable, Hashable {
        case one, two, xl, refiner
    }

    public var generation: Generation {
        if weights.hasAny(below: "conditioner.embedders.0.model") { return .refiner }
        if weights.hasAny(below: "conditioner.embedders") { return .xl }
        return weights.hasAny(below: "cond_stage_model.model") ? .two : .one
    }

    /// - Throws: if the file has no U-Net, or a damaged one.
    public func unet() throws(WeightsError) -> UNet {
        try UNet(
            part("model.diffusion_model", orElse: "This file has no diffusion model; choose a checkpoint."))
    }

    /// How the U-Net wants to be used.
    ///
    /// - Throws: if the file cannot be read, or holds a kind of latent that Darkroom does not know.
    public func traits(of network: UNet) throws -> DiffusionTraits {
        try DiffusionTraits(of: network, in: tensors)
    }

    /// All that the prompts of the file's generation need.
    ///
    /// - Throws: if the file has no text encoder, or a damaged one.
    public func promptEncoder(_ tokenizer: ClipTokenizer) throws(WeightsError) -> TextEncoder {
        switch generation {
        case .one: TextEncoder(clipL: try textEncoder(), tokenizer)
        case .two: TextEncoder(clipH: try openCLIP("cond_stage_model.model"), tokenizer)
        case .xl:
            TextEncoder(
                clipL: try CLIPTextModel(weights / "conditioner.embedders.0.transformer"),
                clipG: try openCLIP("conditioner.embedders.1.model"), tokenizer)
        case .refiner: TextEncoder(clipG: try openCLIP("conditioner.embedders.0.model"), tokenizer)
        }
    }

    private func openCLIP(_ path: String) throws(WeightsError) -> CLIPTextModel {
        let renamed = Weights(OpenCLIPNames.transformers(tensors, below: path), origin: weights.origin)
        return try CLIPTextModel(renamed, activation: .gelu)
    }

    /// The CLIP-L of Stable Diffusion 1.x.
    ///
    /// - Throws: if the file has no text encoder, or a damaged one.
    public func textEncoder() throws(WeightsError) -> CLIPTextModel {
        try CLIPTextModel(
            part("cond_stage_model.transformer", orElse: "This file has no text encoder; add a CLIPLoader."))
    }

    /// - Throws: if the file has no autoencoder, or a damaged one.
    public func autoencoder() throws(WeightsError) -> Autoencoder {
        try Autoencoder(part("first_stage_model", orElse: "This file has no VAE; add a VAELoader."))
    }

    /// The weights below `path`; if there are none, errors advise how to do without.
    private func part(_ path: String, orElse advice: String) -> Weights {
        let part = weights / path
        return weights.hasAny(below: path) ? part : part.advising(advice)
    }
}

extension Autoencoder {
    /// An autoencoder from a file of its own, in the original layout or in that of diffusers, or from a checkpoint.
    ///
    /// - Throws: if the file has no autoencoder, or a damaged one.
    public init(file tensors: [String: StoredTensor], origin: String) throws(WeightsError) {
        let isRenamed = DiffusersAutoencoderNames.areUsed(in: tensors)
        let weights = Weights(isRenamed ? DiffusersAutoencoderNames.original(tensors) : tensors, origin: origin)
        let isCheckpoint = weights.hasAny(below: "first_stage_model")
        let part = isCheckpoint ? weights / "first_stage_model" : weights
        let isAutoencoder = part.hasAny(below: "decoder")
        try self.init(isAutoencoder ? part : part.advising("This file has no VAE; choose another."))
    }
}
