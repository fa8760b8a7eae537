import Cache
import Diffusion
import JSON
import Tensors

/// The kinds of values that results on disk may hold, besides literals.
public let storablePorts: [any StorablePort.Type] = [
    Latent.self, Image.self, Mask.self, Conditioning.self, Sigmas.self, Noise.self, Conversation.self,
    TextEmbedding.self, RememberedText.self, Curve.self, Histogram.self,
    BoundingBoxes.self, PoseKeypoints.self,
]

extension Latent: StorablePort {
    static let storedKind = "latent"

    var stored: StoredValue? {
        var value = StoredValue(tensors: ["samples": samples])
        value.tensors["noise_mask"] = noiseMask
        value["batch_index"] = batchIndex.map { .array($0.map { .int($0) }) }
        return value
    }

    init?(_ stored: StoredValue) {
        guard let samples = stored.tensors["samples"] else { return nil }
        let indices = stored["batch_index"]?.array?.compactMap(\.int)
        self.init(samples: samples, noiseMask: stored.tensors["noise_mask"], batchIndex: indices)
    }
}

extension Image: StorablePort {
    static let storedKind = "image"
    var stored: StoredValue? { StoredValue(tensors: ["pixels": pixels]) }

    init?(_ stored: StoredValue) {
        guard let pixels = stored.tensors["pixels"] else { return nil }
        self.init(pixels: pixels)
    }
}

extension Mask: StorablePort {
    static let storedKind = "mask"
    var stored: StoredValue? { StoredValue(tensors: ["values": values]) }

    init?(_ stored: StoredValue) {
        guard let values = stored.tensors["values"] else { return nil }
        self.init(values: values)
    }
}

extension Sigmas: StorablePort {
    static let storedKind = "sigmas"
    var stored: StoredValue? { StoredValue(tensors: ["levels": Tensor(levels, shape: [levels.count])]) }

    init?(_ stored: StoredValue) {
        guard let levels = stored.tensors["levels"] else { return nil }
        self.init(levels: levels.array)
    }
}

extension Noise: StorablePort {
    static let storedKind = "noise"
    var stored: StoredValue? {
        StoredValue(JSONObject([("seed", .number(JSONNumber(seed))), ("is_added", .bool(isAdded))]))
    }

    init?(_ stored: StoredValue) {
        guard let seed = stored["seed"]?.number?.uint64, let isAdded = stored["is_added"]?.bool else { return nil }
        self.init(seed: seed, isAdded: isAdded)
    }
}
