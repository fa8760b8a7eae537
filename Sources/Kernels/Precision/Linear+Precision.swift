/// `output = input · weightsᵀ + bias + residual`, as exactly as `precision` says.
///
/// Products with few rows or thin matrices are exact in any case: there is nothing to gain.
///
/// - Shapes: `input` [rows, inputs]; `bias` [outputs]; `residual` and `output` [rows, outputs].
public func linear(
    _ input: Span<Float>, _ weights: PackedMatrix, bias: Span<Float>?, residual: Span<Float>?, precision: Precision,
    into output: inout MutableSpan<Float>
) {
    let rows = output.count / max(1, weights.outputs)
    guard precision.pays(rows: rows, weights.panels) else {
        return linear(input, weights, bias: bias, residual: residual, into: &output)
    }
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

/// The gated layer of a transformer block (GEGLU), as exactly as `precision` says: `output = a · gelu(b)`, where `[a, b] =
/// input · weightsᵀ + bias`.
///
/// - Shapes: `input` [rows, inputs]; `weights` of 2F outputs; `bias` [2F]; `output` [rows, F].
public func gatedLinear(
    _ input: Span<Float>, _ weights: PackedMatrix, bias: Span<Float>?, precision: Precision,
    into output: inout MutableSpan<Float>
) {
    let columns = weights.outputs / 2
    let rows = output.count / max(1, columns)
    guard precision.pays(rows: rows, weights.panels), columns.isMultiple(of: WordPanels.width) else {
        return gatedLinear(input, weights, bias: bias, into: &output)
    }
    precondition(input.count == rows * weights.inputs, "gated linear: \(input.count) inputs for \(rows) rows")
    withAddress(of: input) { input in
        withAddress(of: bias) { bias in
            output.withUnsafeMutableBufferPointer { output in
                guard let input, let output = output.baseAddress else { return }
                withProduct(input, rows: rows, weights.panels, precision) { product in
                    product.run(pairs: { values, gates, rows, panel in
                        for row in rows {
                            let offset = (row - rows.lowerBound) * WordPanels.width
                            for part in stride(from: 0, to: WordPanels.width, by: 8) {
                                let column = panel * WordPanels.width + part
                                var value = values.vector(at: offset + part)
                                var gate = gates.vector(at: offset + part)
                                if let bias {
                                    value += bias.vector(at: column)
                                    gate += bias.vector(at: columns + column)
                                }
                                output.store(value * gelu(gate), at: row * columns + column)
                            }
                        }
                    })
                }
            }
        }
    }
}

/// `output = input · weightsᵀ`, rounded as `precision` says, finished by `epilogue`.
///
/// - Shapes: `input` [rows, depth]; `output` [rows, outputs].
func multiply(
    _ input: UnsafePointer<Float>, rows: Int, _ weights: WeightPanels, _ precision: Precision, _ epilogue: Epilogue,
    into output: UnsafeMutablePointer<Float>
) {
    let outputs = weights.outputs
    withProduct(input, rows: rows, weights, precision) { product in
        product.run { sums, rows, panel in
            for half in [0, WeightPanels.width] {
                let column = panel * WordPanels.width + half
                guard column < outputs else { continue }
                for row in rows {
                    epilogue.finish(
                        sums + (row - rows.lowerBound) * WordPanels.width + half, row: row, column: column,
                        columns: min(WeightPanels.width, outputs - column), outputs: outputs, into: output)
                }
            }
        }
    }
}

private func withProduct(
    _ input: UnsafePointer<Float>, rows: Int, _ weights: WeightPanels, _ precision: Precision,
    _ body: (WordProduct) -> Void
) {
    let format = WordFormat(isBytes: precision == .int8, depth: weights.depth)
    ThreadPool.current.scratch.withFloats(WordPanels.floatCount(format, outputs: weights.outputs)) { memory in
        let panels = WordPanels(weights, format, in: memory)
        body(WordProduct(rows: rows, depth: weights.depth, input: input, panels: panels))
    }
}

extension Precision {
    /// Whether a product is worth rounding its factors.
    func pays(rows: Int, _ weights: WeightPanels) -> Bool {
        self != .float32 && rows > 4 * Tile.rows && weights.depth >= 32 && weights.outputs >= WordPanels.width
    }
}
