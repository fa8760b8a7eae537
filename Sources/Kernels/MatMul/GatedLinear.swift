/// The gated layer of a transformer block (GEGLU), as exactly as `precision` says: `output = a · gelu(b)`, where `[a, b] =
/// input · weightsᵀ + bias`.
///
/// - Shapes: `input` [rows, inputs]; `weights` of 2F outputs; `bias` [2F]; `output` [rows, F].
public func gatedLinear(
    _ input: Span<Float>, _ weights: PackedMatrix, bias: Span<Float>?, precision: Precision = .float32,
    into output: inout MutableSpan<Float>
) {
    let columns = weights.outputs / 2
    let rows = output.count / max(1, columns)
    precondition(weights.outputs.isMultiple(of: 2), "gated linear: \(weights.outputs) outputs")
    precondition(input.count == rows * weights.inputs, "gated linear: \(input.count) inputs for \(rows) rows")
    guard columns.isMultiple(of: WeightPanels.width) else {
        // Values and gates share a panel; this happens in toy models only.
        let both = floats(rows * weights.outputs) { both in
            linear(input, weights, bias: bias, residual: nil, into: &both)
        }
        geglu(both.span, into: &output, columns: columns)
        return
    }
    withAddress(of: input) { input in
        withAddress(of: bias) { bias in
            output.withUnsafeMutableBufferPointer { output in
                guard let input, let output = output.baseAddress, rows > 0 else { return }
                multiply(
                    input, rows: rows, weights.panels, precision,
                    into: GatedDestination(bias: bias, output: output, columns: columns))
            }
        }
    }
}

/// `[a, b] = input · weightsᵀ`, gated by `destination`.
///
/// - Shapes: `input` [rows, depth].
func multiply(
    _ input: UnsafePointer<Float>, rows: Int, _ weights: WeightPanels, into destination: GatedDestination
) {
    guard !StrassenProduct.pays(rows: rows, weights) else {
        return StrassenProduct(input: input, rows: rows, weights: weights).run(into: destination)
    }
    weights.prepared(toBeMet: MatrixProduct.walks(rows: rows, weights)) { weights in
        MatrixProduct(rows: rows, weights: weights, input: input).run(
            packRow: { row, depth, target in
                target.update(from: input + row * weights.depth + depth.lowerBound, count: depth.count)
            },
            into: destination)
    }
}
