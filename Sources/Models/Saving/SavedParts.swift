import Layers
import Tensors

// What files keep of models, by the names that checkpoints give to tensors.

extension UNet {
    /// All its tensors, with what nodes have added to them.
    ///
    /// - Throws: if the file cannot be read.
    public func savedTensors() throws(WeightsError) -> [String: StoredTensor] {
        try named(weights.settled(), below: "model.diffusion_model")
    }
}

extension Autoencoder {
    /// All its tensors; nil of those that are made of several files.
    ///
    /// - Throws: if the file cannot be read.
    public func savedTensors() throws(WeightsError) -> [String: StoredTensor]? {
        guard let weights else { return nil }
        let roots = ["encoder.", "decoder.", "quant_conv.", "post_quant_conv."]
        return try weights.settled().filter { entry in roots.contains { entry.key.hasPrefix($0) } }
    }
}

extension TextEncoder {
    /// The tensors of each of its models in the layout of transformers.
    ///
    /// - Throws: if the file cannot be read.
    public func savedParts() throws(WeightsError) -> [(name: String, tensors: [String: StoredTensor])] {
        var saved: [(name: String, tensors: [String: StoredTensor])] = []
        for part in parts {
            let weights = part.encoder.model.weights
            let isInside = weights.has("embeddings.token_embedding.weight")
            let tensors = try weights.settled()
            saved.append((part.name, isInside ? named(tensors, below: "text_model") : tensors))
        }
        return saved
    }

    /// The tensors of all its models, where checkpoints of its family keep them.
    ///
    /// - Throws: if the file cannot be read.
    public func savedTensors() throws(WeightsError) -> [String: StoredTensor] {
        let parts = try savedParts()
        var all: [String: StoredTensor] = [:]
        for (index, part) in parts.enumerated() {
            let root =
                parts.count > 1 || part.name == "clip_g" ? "conditioner.embedders.\(index)" : "cond_stage_model"
            let saved =
                part.name == "clip_l"
                ? named(part.tensors, below: "\(root).transformer")
                : named(OpenCLIPNames.original(part.tensors), below: "\(root).model")
            all.merge(saved) { first, _ in first }
        }
        return all
    }
}

private func named(_ tensors: [String: StoredTensor], below path: String) -> [String: StoredTensor] {
    Dictionary(uniqueKeysWithValues: tensors.map { ("\(path).\($0.key)", $0.value) })
}
