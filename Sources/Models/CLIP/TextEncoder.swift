import Layers
import Tensors
import Text

/// What turns prompts into the vectors that a diffusion model attends to: one CLIP model, or two side by side.
public struct TextEncoder: Sendable {
    /// One of the models, with what cuts a prompt into its tokens.
    public struct Part: Sendable {
        /// What files of embeddings call it: `clip_l`, `clip_g`, `clip_h`.
        public let name: String
        let tokenizer: PromptTokenizer
        var encoder: PromptEncoder

        /// Features of a vector that stands in for a token.
        public var width: Int { encoder.model.configuration.width }
    }

    public private(set) var parts: [Part]

    /// Stable Diffusion 1.x: CLIP-L.
    public init(clipL model: CLIPTextModel, _ tokenizer: ClipTokenizer) {
        parts = [Part(name: "clip_l", tokenizer: PromptTokenizer(tokenizer), encoder: PromptEncoder(model))]
    }

    /// Stable Diffusion 2.x: the last but one layer of CLIP-H, through the final norm.
    ///
    /// Diffusers leaves away the last layer, which nobody needs; layers are counted as if it were there.
    public init(clipH model: CLIPTextModel, _ tokenizer: ClipTokenizer) {
        let missing = model.configuration.layers == 23 ? 1 : 0
        parts = [
            Part(
                name: "clip_h", tokenizer: PromptTokenizer(tokenizer, padding: .zero),
                encoder: PromptEncoder(model, lastLayer: -2, missingLayers: missing, padding: .zero))
        ]
    }

    /// Stable Diffusion XL: the last but one layers of CLIP-L and CLIP-G, without the final norm.
    public init(clipL: CLIPTextModel, clipG: CLIPTextModel, _ tokenizer: ClipTokenizer) {
        parts = [
            Part(
                name: "clip_l", tokenizer: PromptTokenizer(tokenizer),
                encoder: PromptEncoder(clipL, lastLayer: -2, isNormalized: false)),
            Part(
                name: "clip_g", tokenizer: PromptTokenizer(tokenizer, padding: .zero),
                encoder: PromptEncoder(clipG, lastLayer: -2, isNormalized: false, padding: .zero)),
        ]
    }

    /// The refiner of Stable Diffusion XL: the last but one layer of CLIP-G, without the final norm.
    public init(clipG: CLIPTextModel, _ tokenizer: ClipTokenizer) {
        parts = [
            Part(
                name: "clip_g", tokenizer: PromptTokenizer(tokenizer, padding: .zero),
                encoder: PromptEncoder(clipG, lastLayer: -2, isNormalized: false, padding: .zero))
        ]
    }

    /// The same, but taking the vectors of another layer: -1 for the last, -2 for the one before (“clip skip 2”).
    public func stopping(at layer: Int) -> TextEncoder {
        var stopped = self
        for index in stopped.parts.indices { stopped.parts[index].encoder.lastLayer = layer }
        return stopped
    }

    /// The same with each model changed; `change` is told its place among the parts.
    func mappingModels(
        _ change: (CLIPTextModel, Int) throws(WeightsError) -> CLIPTextModel
    ) throws(WeightsError) -> TextEncoder {
        var changed = self
        for index in changed.parts.indices {
            changed.parts[index].encoder.model = try change(parts[index].encoder.model, index)
        }
        return changed
    }

    /// Encodes a prompt in ComfyUI's syntax.
    ///
    /// Several models' vectors stand side by side, as many tokens as the shorter gives; what is pooled comes from the last.
    ///
    /// - Parameter embedding: the vectors [V, width] of an embedding that the prompt names, for one of the models; nil if
    ///   there is none.
    /// - Shapes: → `hidden` [1, T, D], `pooled` [1, D].
    /// - Throws: `CancellationError`; whatever `embedding` throws; if the weights cannot be read.
    public func encode(
        _ prompt: String, embedding: (_ name: String, _ part: Part) throws -> Tensor?
    ) throws -> CLIPTextModel.Output {
        try encode(parts.map { _ in prompt }, isPadded: false, embedding: embedding)
    }

    /// As above with a prompt for each model; the shorter are filled up with empty chunks.
    public func encode(
        byPart prompts: [String], embedding: (_ name: String, _ part: Part) throws -> Tensor?
    ) throws -> CLIPTextModel.Output {
        try encode(prompts, isPadded: true, embedding: embedding)
    }

    private func encode(
        _ prompts: [String], isPadded: Bool, embedding: (_ name: String, _ part: Part) throws -> Tensor?
    ) throws -> CLIPTextModel.Output {
        precondition(prompts.count == parts.count, "\(prompts.count) prompts for \(parts.count) text encoders")
        var vectors: [[String: Tensor]] = parts.map { _ in [:] }
        var chunks = try parts.indices.map { index in
            try parts[index].tokenizer.chunks(of: prompts[index]) { name in
                vectors[index][name] = try embedding(name, parts[index])
                return vectors[index][name]?.shape[0]
            }
        }
        if isPadded {
            let longest = chunks.map(\.count).max() ?? 0
            for index in parts.indices {
                let empty = parts[index].tokenizer.chunks(of: "") { _ in nil }
                while chunks[index].count < longest { chunks[index] += empty }
            }
        }
        let outputs = try parts.indices.map { index in
            try parts[index].encoder.encode(chunks[index], embeddings: vectors[index])
        }
        guard let last = outputs.last else { preconditionFailure("a text encoder of no parts") }
        guard outputs.count > 1 else { return last }
        let length = outputs.map { $0.hidden.shape[1] }.min() ?? 0
        let hidden = concatenate(outputs.map { $0.hidden.sliced(axis: 1, 0..<length) }, axis: 2)
        return CLIPTextModel.Output(hidden: hidden, pooled: last.pooled, unprojected: last.unprojected)
    }
}
