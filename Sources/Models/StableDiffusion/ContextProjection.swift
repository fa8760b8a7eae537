import Layers
import Tensors

/// What makes a picture and a camera into the tokens of a prompt (Zero123).
///
/// - Source: `cc_projection` of Zero123's checkpoints.
public struct ContextProjection: Sendable {
    private let linear: Linear
    private let inputs: Int, outputs: Int

    /// Nil if the file has none.
    ///
    /// - Throws: if it is damaged.
    public init?(in tensors: [String: StoredTensor], origin: String) throws(WeightsError) {
        guard tensors["cc_projection.weight"] != nil else { return nil }
        let weights = Weights(tensors, origin: origin)
        let shape = try weights.shape("cc_projection.weight", rank: 2)
        (inputs, outputs) = (shape[1], shape[0])
        linear = try Linear(weights / "cc_projection", from: shape[1], to: shape[0])
    }

    /// Tokens that have the prompt's width already stay as they are.
    ///
    /// - Shapes: `context` [N, T, D] → [N, T, D'].
    /// - Throws: `ModelInputError` for prompts of another family; if the weights cannot be read.
    public func callAsFunction(_ context: Tensor) throws -> Tensor {
        guard context.shape[2] != outputs else { return context }
        guard context.shape[2] == inputs else {
            throw ModelInputError.contextWidth(wanted: inputs, found: context.shape[2])
        }
        return try linear(context)
    }
}
