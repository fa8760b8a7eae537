/// `output = input · weightsᵀ`, as exactly as `precision` says, finished by `epilogue`.
///
/// - Shapes: `input` [rows, depth]; `output` [rows, outputs].
func multiply(
    _ input: UnsafePointer<Float>, rows: Int, _ weights: WeightPanels, _ precision: Precision, _ epilogue: Epilogue,
    into output: UnsafeMutablePointer<Float>
) {
    guard precision.pays(rows: rows, weights) else {
        return multiply(input, rows: rows, weights, epilogue, into: output)
    }
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

/// `[a, b] = input · weightsᵀ`, as exactly as `precision` says, gated by `destination`.
///
/// - Shapes: `input` [rows, depth].
func multiply(
    _ input: UnsafePointer<Float>, rows: Int, _ weights: WeightPanels, _ precision: Precision,
    into destination: GatedDestination
) {
    guard precision.pays(rows: rows, weights), destination.columns.isMultiple(of: WordPanels.width) else {
        return multiply(input, rows: rows, weights, into: destination)
    }
    withProduct(input, rows: rows, weights, precision) { product in
        product.run(pairs: { values, gates, rows, panel in
            destination.write(
                values, gates, rows: stride(from: rows.lowerBound, to: rows.upperBound, by: 1), panel: panel,
                width: WordPanels.width)
        })
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
    /// Whether a product is worth rounding its factors: few rows and thin matrices gain nothing.
    func pays(rows: Int, _ weights: WeightPanels) -> Bool {
        self != .float32 && rows > 4 * Tile.rows && weights.depth >= 32 && weights.outputs >= WordPanels.width
    }
}
