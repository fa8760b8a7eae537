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

/// `input · weightsᵀ + bias` for several matrices at once.
///
/// - Shapes: `input` [T, inputs] → [T, outputs] each; `biases` [outputs].
public func linear(_ input: Tensor, _ matrices: [BlockMatrix], biases: [[Float]?]) -> [Tensor] {
    precondition(
        input.shape.count == 2 && matrices.allSatisfy { $0.inputs == input.shape[1] },
        "linear: \(input.shape) into \(matrices.map { [$0.outputs, $0.inputs] })")
    let rows = input.shape[0]
    let together = Tensor(shape: [rows * matrices.reduce(0) { $0 + $1.outputs }]) {
        products(input.values, matrices, biases: biases, into: &$0)
    }
    var start = 0
    return matrices.map { matrix in
        defer { start += rows * matrix.outputs }
        return together[rows: start..<start + rows * matrix.outputs].reshaped([rows, matrix.outputs])
    }
}

/// activation(gate) · values.
public func gated(_ gate: Tensor, _ values: Tensor, _ activation: GateActivation) -> Tensor {
    precondition(gate.shape == values.shape, "gated: \(gate.shape), \(values.shape)")
    var result = gate
    result.withMutableValues { multiply(&$0, by: values.values, after: activation) }
    return result
}

/// Attention of the newest tokens of several texts to themselves and to everything before in their text.
///
/// - Shapes: `query` [T, heads · S] → same.
public func cachedAttention(query: Tensor, _ texts: [CachedText], _ shape: CachedAttentionShape) -> Tensor {
    Tensor(shape: query.shape) { cachedAttention(query: query.values, texts, shape, into: &$0) }
}

extension KeyValuePages {
    /// Adds positions.
    ///
    /// - Shapes: `keys`, `values` [T, heads · S].
    public mutating func append(keys: Tensor, values: Tensor) { append(keys: keys.values, values: values.values) }

    /// All positions; what was remembered as halves comes out as it was, and goes in again unchanged.
    ///
    /// - Shapes: [T, heads · S] each.
    public var numbers: (keys: Tensor, values: Tensor) {
        var values = Tensor(zeros: [count, width])
        let keys = Tensor(shape: [count, width]) { keys in
            values.withMutableValues { write(keys: &keys, values: &$0) }
        }
        return (keys, values)
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
