import Layers
import Tensors

/// What kind of model a weights file holds, told by the names and shapes of its tensors.
public enum ModelFamily: Hashable, Sendable {
    case checkpoint(DiffusionFamily, parts: [String])
    case diffusionModel(DiffusionFamily)
    case autoencoder
    case textEncoder(width: Int)
    case controlNet
    case lora
    case upscaler
    /// Finds things in pictures.
    case detector
    /// Joins in with a diffusion model to restore pictures.
    case restorer
    /// Tells foreground from background.
    case backgroundRemover
    case embedding(vectors: Int, width: Int)

    public enum DiffusionFamily: Hashable, Sendable {
        case stableDiffusion1, stableDiffusion1Small(channels: Int), stableDiffusion2, stableDiffusionXL
        /// Lotus and SDPose: the second generation, made to estimate depth or poses.
        case estimator
        case other(contextWidth: Int?)
    }

    /// Nil for what Darkroom does not know.
    public init?(of tensors: [String: StoredTensor]) {
        let weights = Weights(tensors, origin: "")
        func has(below path: String) -> Bool { weights.hasAny(below: path) }
        func family(at path: String) -> DiffusionFamily? {
            (try? UNetConfiguration(weights / path)).map(DiffusionFamily.init)
        }

        if has(below: "model.diffusion_model"), let family = family(at: "model.diffusion_model") {
            var parts = ["diffusion model"]
            if has(below: "cond_stage_model") || has(below: "conditioner") { parts.append("text encoder") }
            if has(below: "first_stage_model") { parts.append("VAE") }
            if has(below: "model.diffusion_model.heatmap_head") { parts.append("head for poses") }
            self = .checkpoint(family, parts: parts)
        } else if SUPIR.isIn(tensors) {
            self = .restorer
        } else if has(below: "control_model") || has(below: "input_hint_block") {
            self = .controlNet
        } else if has(below: "input_blocks"), let family = Self.bareFamily(weights) {
            self = .diffusionModel(family)
        } else if tensors.keys.contains(where: { $0.hasSuffix(".lora_down.weight") || $0.hasSuffix(".lora_A.weight") })
        {
            self = .lora
        } else if has(below: "decoder.up") || has(below: "first_stage_model.decoder.up") {
            self = .autoencoder
        } else if let width = weights.shape("text_model.embeddings.token_embedding.weight")?.last {
            self = .textEncoder(width: width)
        } else if has(below: "model.1.sub.0.RDB1") || has(below: "body.0.rdb1") {
            self = .upscaler
        } else if RTDETR.isIn(tensors) {
            self = .detector
        } else if BiRefNet.isIn(tensors) {
            self = .backgroundRemover
        } else if let shape = weights.shape("emb_params") ?? weights.shape("clip_l"), shape.count == 2 {
            self = .embedding(vectors: shape[0], width: shape[1])
        } else {
            return nil
        }
    }

    private static func bareFamily(_ weights: Weights) -> DiffusionFamily? {
        (try? UNetConfiguration(weights)).map(DiffusionFamily.init)
    }
}

extension ModelFamily.DiffusionFamily {
    init(_ network: UNetConfiguration) {
        let configuration = network.trunk
        switch (configuration.contextWidth, configuration.labelWidth, configuration.heads) {
        case (1024, 4, .width): self = .estimator
        case (_, .some, .width): self = .stableDiffusionXL
        case (768, nil, .count) where configuration.modelChannels == 320: self = .stableDiffusion1
        case (_, nil, .count): self = .stableDiffusion1Small(channels: configuration.modelChannels)
        case (1024, nil, .width): self = .stableDiffusion2
        default: self = .other(contextWidth: configuration.contextWidth)
        }
    }
}

extension ModelFamily: CustomStringConvertible {
    public var description: String {
        switch self {
        case .checkpoint(let family, let parts): "\(family) checkpoint: \(parts.joined(separator: ", "))"
        case .diffusionModel(let family): "\(family) diffusion model"
        case .autoencoder: "VAE (AutoencoderKL)"
        case .textEncoder(let width): "CLIP text encoder, \(width) wide"
        case .controlNet: "ControlNet"
        case .lora: "LoRA"
        case .upscaler: "upscaler (RRDB)"
        case .detector: "detector (RT-DETR)"
        case .restorer: "model patch of Stable Diffusion XL (SUPIR)"
        case .backgroundRemover: "background remover (BiRefNet)"
        case .embedding(let vectors, let width): "embedding of \(vectors) vectors, \(width) wide"
        }
    }
}

extension ModelFamily.DiffusionFamily: CustomStringConvertible {
    public var description: String {
        switch self {
        case .stableDiffusion1: "Stable Diffusion 1.x"
        case .stableDiffusion1Small(let channels): "Stable Diffusion 1.x architecture (\(channels) channels)"
        case .stableDiffusion2: "Stable Diffusion 2.x"
        case .stableDiffusionXL: "Stable Diffusion XL"
        case .estimator: "Stable Diffusion 2.x that estimates (Lotus, SDPose)"
        case .other(let width): "U-Net" + (width.map { " with a context \($0) wide" } ?? "")
        }
    }
}
