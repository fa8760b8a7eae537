import Kernels

/// `input · weightsᵀ + bias`, with weights in blocks.
///
/// - Shapes: `input` [..., inputs] → [..., outputs]; `bias` [outputs].
public func linear(_ input: Tensor, _ weights: BlockMatrix, bias: Tensor? = nil) -> Tensor {
    precondition(
        input.shape.last == weights.inputs, "linear: \(input.shape) into [\(weights.outputs), \(weights.inputs)]")
    precondition(bias.map { $0.shape == [weights.outputs] } ?? true, "linear: bias \(bias?.shape ?? [])")
    return Tensor(shape: input.shape.dropLast() + [weights.outputs]) {
        weights.product(input.values, bias: bias?.values, into: &$0)
    }
}

/// Attention of the newest tokens to themselves and to everything before.
///
/// - Shapes: `query` [T, heads · S] → same; `keys`, `values` [at least start + T, keyHeads · S], row by row. Token t
///   stands at position `start` + t.
public func cachedAttention(
    query: Tensor, keys: [Float], values: [Float], start: Int, _ shape: CachedAttentionShape
) -> Tensor {
    Tensor(shape: query.shape) {
        cachedAttention(
            query: query.values, keys: keys.span, values: values.span, start: start, shape, into: &$0)
    }
}

extension Tensor {
    /// Turns the first numbers of every head by the angles of its position, in pairs.
    ///
    /// - Shapes: self [T, heads · S]; `cosines`, `sines` [T, R] with 2 · R ≤ S.
    public mutating func rotate(headLength: Int, cosines: Tensor, sines: Tensor, pairs: RotaryPairs) {
        precondition(shape.count == 2 && shape[1].isMultiple(of: headLength), "rotate: \(shape) by \(headLength)")
        let (tokens, heads) = (shape[0], shape[1] / headLength)
        withMutableValues {
            Kernels.rotate(
                &$0, heads: heads, headLength: headLength, cosines: cosines.values, sines: sines.values,
                tokens: tokens, pairs: pairs)
        }
    }
}
