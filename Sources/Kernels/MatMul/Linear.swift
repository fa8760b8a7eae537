/// `output = input · weightsᵀ + bias + residual`, as exactly as `precision` says.
///
/// - Shapes: `input` [rows, inputs]; `bias` [outputs]; `residual` and `output` [rows, outputs].
public func linear(
    _ input: Span<Float>, _ weights: PackedMatrix, bias: Span<Float>?, residual: Span<Float>?,
    precision: Precision = .float32, into output: inout MutableSpan<Float>
) {
    let rows = output.count / max(1, weights.outputs)
    precondition(input.count == rows * weights.inputs, "linear: \(input.count) inputs for \(rows) rows")
    withAddress(of: bias) { bias in
        withAddress(of: residual) { residual in
            withAddress(of: input) { input in
                output.withUnsafeMutableBufferPointer { output in
                    guard let input, let output = output.baseAddress else { return }
                    let epilogue = Epilogue(bias: bias, residual: residual)
                    multiply(input, rows: rows, weights.panels, precision, epilogue, into: output)
                }
            }
        }
    }
}

/// `output = input · weightsᵀ`, finished by `epilogue`.
///
/// - Shapes: `input` [rows, depth]; `output` [rows, outputs].
func multiply(
    _ input: UnsafePointer<Float>, rows: Int, _ weights: WeightPanels, _ epilogue: Epilogue,
    into output: UnsafeMutablePointer<Float>
) {
    guard rows > 0, weights.outputs > 0 else { return }
    let destination = Destination(epilogue: epilogue, output: output, outputs: weights.outputs)
    guard rows > ThinProduct.mostRows else {
        return ThinProduct(input: input, rows: rows, weights: weights, destination: destination).run()
    }
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
