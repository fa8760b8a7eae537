import Layers
import Tensors
import Text

extension TextEncoder {
    /// A text encoder from one file: CLIP-L for Stable Diffusion 1.x, CLIP-H for 2.x, CLIP-G for the refiner of XL.
    ///
    /// - Throws: if the file has no text encoder of the CLIP family, or a damaged one.
    public init(file tensors: [String: StoredTensor], origin: String, _ tokenizer: ClipTokenizer) throws(WeightsError) {
        let file = try ClipFile(tensors, origin: origin)
        switch file.kind {
        case .large: self.init(clipL: file.model, tokenizer)
        case .huge: self.init(clipH: file.model, tokenizer)
        case .giant: self.init(clipG: file.model, tokenizer)
        }
    }

    /// The two text encoders of Stable Diffusion XL, each from its file, in either order.
    ///
    /// - Throws: if they are not a CLIP-L and a CLIP-G, or one is damaged.
    public init(
        files: [(tensors: [String: StoredTensor], origin: String)], _ tokenizer: ClipTokenizer
    ) throws(WeightsError) {
        var small: CLIPTextModel?, large: CLIPTextModel?
        for file in files {
            let found = try ClipFile(file.tensors, origin: file.origin)
            if found.kind == .giant { large = found.model } else { small = found.model }
        }
        guard let small, let large else {
            throw WeightsError(
                .unsupported("both files hold the same kind of text encoder"), origin: files.last?.origin ?? "",
                remedy: "Stable Diffusion XL needs one CLIP-L and one CLIP-G.")
        }
        self.init(clipL: small, clipG: large, tokenizer)
    }
}

/// A text encoder of the CLIP family in a file of its own.
private struct ClipFile {
    enum Kind { case large, huge, giant }

    let kind: Kind
    let model: CLIPTextModel

    /// - Throws: if the file has no such text encoder, or a damaged one.
    init(_ tensors: [String: StoredTensor], origin: String) throws(WeightsError) {
        let isOpenCLIP = tensors["transformer.resblocks.0.ln_1.weight"] != nil
        // OpenCLIP's own files have no prefix.
        let named =
            isOpenCLIP
            ? OpenCLIPNames.transformers(
                Dictionary(uniqueKeysWithValues: tensors.map { ("model." + $0.key, $0.value) }), below: "model")
            : tensors
        let weights = Weights(
            named, origin: origin,
            remedy: "Darkroom's text encoders are those of CLIP (L, H and G); choose such a file.")
        let inner = weights.has("embeddings.token_embedding.weight") ? weights : weights / "text_model"
        switch inner.count(of: "encoder.layers") {
        case 31...: kind = .giant
        case 23...: kind = .huge
        default: kind = .large
        }
        model = try CLIPTextModel(weights, activation: kind == .large ? .quickGELU : .gelu)
    }
}
