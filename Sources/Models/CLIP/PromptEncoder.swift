import Layers
import Tensors
import Text

/// Chunks of weighted tokens to the vectors that a diffusion model attends to.
///
/// Source: the behaviour of `ClipTokenWeightEncoder` in ComfyUI's `sd1_clip.py`.
public struct PromptEncoder: Sendable {
    public internal(set) var model: CLIPTextModel
    /// Which layer's vectors are taken: -1 for the last, -2 for the one before (“clip skip 2”), and so on.
    public var lastLayer: Int
    /// Layers at the end that the model should have, and has not.
    private let missingLayers: Int
    /// Whether these vectors pass the final norm.
    private let isNormalized: Bool
    /// What follows the end token of the empty prompt.
    private let padding: PromptTokenizer.Padding

    public init(
        _ model: CLIPTextModel, lastLayer: Int = -1, missingLayers: Int = 0, isNormalized: Bool = true,
        padding: PromptTokenizer.Padding = .end
    ) {
        self.model = model
        self.lastLayer = lastLayer
        self.missingLayers = missingLayers
        self.isNormalized = isNormalized
        self.padding = padding
    }

    /// Encodes the chunks and joins them along the tokens; what is pooled comes from the first.
    ///
    /// A weight moves a position away from, or towards, the same position of the encoded empty prompt.
    ///
    /// - Parameter embeddings: the vectors of each embedding that the chunks name, [vectors, D].
    /// - Shapes: → `hidden` [1, 77 · chunks, D], `pooled` [1, D].
    /// - Throws: `CancellationError`; if the weights cannot be read.
    public func encode(
        _ chunks: [PromptChunk], embeddings: [String: Tensor] = [:]
    ) throws -> CLIPTextModel.Output {
        precondition(!chunks.isEmpty, "a prompt of no chunks")
        var prompts = chunks.map { $0.tokens.map { token($0, embeddings) } }
        let isWeighted = chunks.contains(where: \.isWeighted)
        if isWeighted { prompts.append(emptyPrompt) }
        let encoded = try model(
            prompts, lastLayer: min(-1, lastLayer + missingLayers), isNormalized: isNormalized)

        let length = PromptChunk.length
        let width = encoded.hidden.shape[2]
        var hidden = encoded.hidden[rows: 0..<chunks.count]
        if isWeighted {
            let empty = encoded.hidden[rows: chunks.count..<chunks.count + 1].array
            let weights = chunks.flatMap { $0.tokens.map(\.weight) }
            hidden.withMutableValues { values in
                for (row, weight) in weights.enumerated() where weight != 1 {
                    for column in 0..<width {
                        let anchor = empty[row % length * width + column]
                        let at = row * width + column
                        values[at] = (values[at] - anchor) * Float(weight) + anchor
                    }
                }
            }
        }
        return CLIPTextModel.Output(
            hidden: hidden.reshaped([1, chunks.count * length, width]), pooled: encoded.pooled[rows: 0..<1],
            unprojected: encoded.unprojected[rows: 0..<1])
    }

    private func token(_ token: PromptToken, _ embeddings: [String: Tensor]) -> CLIPToken {
        switch token.content {
        case .id(let id): return .id(Int(id))
        case .embedding(let name, let index):
            guard let vectors = embeddings[name] else { preconditionFailure("no vectors for embedding '\(name)'") }
            return .vector(vectors[rows: index..<index + 1].array)
        }
    }

    private var emptyPrompt: [CLIPToken] {
        let end = CLIPToken.id(Int(ClipTokenizer.end))
        let filler = padding == .end ? end : .id(0)
        return [.id(Int(ClipTokenizer.start)), end] + [CLIPToken](repeating: filler, count: PromptChunk.length - 2)
    }
}
