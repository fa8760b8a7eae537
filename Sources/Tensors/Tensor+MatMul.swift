import Kernels

/// A linear layer: `input · weightsᵀ + bias + residual`.
///
/// - Shapes: `input` [..., inputs] → [..., outputs]; `bias` [outputs]; `residual` as the result.
public func linear(
    _ input: Tensor, _ weights: PackedMatrix, bias: Tensor? = nil, adding residual: Tensor? = nil,
    precision: Precision = .float32
) -> Tensor {
    precondition(
        input.shape.last == weights.inputs, "linear: \(input.shape) by [\(weights.outputs), \(weights.inputs)]")
    let shape = Array(input.shape.dropLast()) + [weights.outputs]
    check("linear", bias: bias, outputs: weights.outputs, residual: residual, shape: shape)
    return Tensor(shape: shape, work: product(input.count / weights.inputs, weights, outputs: weights.outputs)) {
        output in
        Kernels.linear(
            input.values, weights, bias: bias?.values, residual: residual?.values, precision: precision, into: &output)
    }
}

/// The gated layer of a transformer block (GEGLU): `a · gelu(b)`, where `[a, b] = input · weightsᵀ + bias`.
///
/// - Shapes: `input` [..., inputs], `weights` of 2F outputs, `bias` [2F] → [..., F].
public func gatedLinear(
    _ input: Tensor, _ weights: PackedMatrix, bias: Tensor?, precision: Precision = .float32
) -> Tensor {
    precondition(
        input.shape.last == weights.inputs && weights.outputs.isMultiple(of: 2),
        "gated linear: \(input.shape) by [\(weights.outputs), \(weights.inputs)]")
    check("gated linear", bias: bias, outputs: weights.outputs, residual: nil, shape: [])
    return Tensor(
        shape: Array(input.shape.dropLast()) + [weights.outputs / 2],
        work: product(input.count / weights.inputs, weights, outputs: weights.outputs / 2)
    ) { output in
        Kernels.gatedLinear(input.values, weights, bias: bias?.values, precision: precision, into: &output)
    }
}

/// The product of two matrices, or of pairs of them.
///
/// - Shapes: `a` [M, K] and `b` [K, N] → [M, N]; [B, M, K] and [B, K, N] → [B, M, N].
public func matmul(_ a: Tensor, _ b: Tensor) -> Tensor {
    let rank = a.shape.count
    precondition(
        (rank == 2 || rank == 3) && b.shape.count == rank && a.shape[rank - 1] == b.shape[rank - 2]
            && (rank == 2 || a.shape[0] == b.shape[0]),
        "matmul: \(a.shape) by \(b.shape)")
    let rows = a.shape[rank - 2]
    let columns = b.shape[rank - 1]
    let pairs = rank == 3 ? a.shape[0] : 1
    func work() -> Work {
        Work(
            sizes: "\(pairs) × \(rows) × \(a.shape[rank - 1]) to \(columns)",
            operations: 2 * Double(a.count) * Double(columns),
            bytes: 4 * Double(a.count + b.count + pairs * rows * columns))
    }
    return Tensor(shape: Array(a.shape.dropLast()) + [columns], work: work()) { output in
        Kernels.multiplyMatrices(
            a.values, b.values, into: &output, batch: pairs, rows: rows,
            depth: a.shape[rank - 1], columns: columns)
    }
}

/// The work of a product with weights.
private func product(_ rows: Int, _ weights: PackedMatrix, outputs: Int) -> Work {
    Work(
        sizes: "\(rows) × \(weights.inputs) to \(weights.outputs)",
        operations: 2 * Double(rows) * Double(weights.inputs) * Double(weights.outputs),
        bytes: 4 * Double(rows * (weights.inputs + outputs)) + Double(weights.byteCount))
}

/// Stops where what is added to a product does not fit it.
func check(_ operation: String, bias: Tensor?, outputs: Int, residual: Tensor?, shape: [Int]) {
    if let bias {
        precondition(bias.count == outputs, "\(operation): bias \(bias.shape) for \(outputs) outputs")
    }
    if let residual {
        precondition(residual.shape == shape, "\(operation): residual \(residual.shape) for \(shape)")
    }
}
