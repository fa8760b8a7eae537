/// Where the gated rows of a product end up: `output = a · gelu(b)`, with values `a` and gates `b`.
struct GatedDestination {
    /// Of values, then of gates: [2, columns].
    let bias: UnsafePointer<Float>?

    /// [rows, columns].
    let output: UnsafeMutablePointer<Float>

    /// A multiple of the width of a panel.
    let columns: Int

    /// Asks for the memory that a row's outputs of a panel will go to.
    @inline(__always)
    func prefetch(row: Int, panel: Int) {
        Kernels.prefetch(output + row * columns + panel * WeightPanels.width)
    }

    /// Writes rows of sums with a panel of values and its panel of gates.
    ///
    /// - Shapes: `values`, `gates` [rows, width].
    @inline(__always)
    func write(
        _ values: UnsafePointer<Float>, _ gates: UnsafePointer<Float>, rows: StrideTo<Int>, panel: Int,
        width: Int = WeightPanels.width
    ) {
        let column = panel * width
        var offset = 0
        for row in rows {
            for part in stride(from: 0, to: width, by: 8) {
                var value = values.vector(at: offset + part)
                var gate = gates.vector(at: offset + part)
                if let bias {
                    value += bias.vector(at: column + part)
                    gate += bias.vector(at: columns + column + part)
                }
                output.store(value * gelu(gate), at: row * columns + column + part)
            }
            offset += width
        }
    }
}
