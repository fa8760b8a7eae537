extension Layers {
    /// Gives each cell its height in the drawing: near the cells that it is linked to, in order, and none on another.
    mutating func place() {
        let (left, right) = neighbours()
        for column in columns {
            var top = 0.0
            for (index, cell) in column.enumerated() {
                if index > 0 { top += gap(column[index - 1], cell) }
                cells[cell].top = top
                top += cells[cell].height
            }
        }
        for sweep in 0..<8 {
            let rightwards = sweep.isMultiple(of: 2)
            for rank in rightwards ? Array(columns.indices) : columns.indices.reversed() {
                // Both sides in the end, so that a box between two stands between them.
                align(columns[rank]) { sweep < 6 ? (rightwards ? left[$0] : right[$0]) : left[$0] + right[$0] }
            }
        }
        let highest = cells.map(\.top).min() ?? 0
        for cell in cells.indices { cells[cell].top -= highest }
    }

    private func gap(_ above: Int, _ below: Int) -> Double {
        cells[above].box == nil && cells[below].box == nil ? 4 : 22
    }

    /// Moves the cells of a column to where their pieces are level, as nearly as their order and heights allow.
    private mutating func align(_ column: [Int], pieces: (Int) -> [Piece]) {
        var starts: [Double] = []
        var wishes: [(value: Double, weight: Double)] = []
        var start = 0.0
        for (index, cell) in column.enumerated() {
            if index > 0 { start += gap(column[index - 1], cell) }
            starts.append(start)
            let wanted = pieces(cell).map { piece in
                let (own, other) = piece.from.cell == cell ? (piece.from, piece.to) : (piece.to, piece.from)
                return cells[other.cell].top + other.offset - own.offset
            }
            // A lane that stays level is easier to follow than a box.
            let weight = wanted.isEmpty ? 0.01 : Double(wanted.count) * (cells[cell].box == nil ? 2 : 1)
            let mean = wanted.isEmpty ? cells[cell].top : wanted.reduce(0, +) / Double(wanted.count)
            wishes.append((mean - start, weight))
            start += cells[cell].height
        }
        for (index, shift) in nearestRising(wishes).enumerated() { cells[column[index]].top = starts[index] + shift }
    }
}

/// The rising sequence that is nearest to `wishes` by weighted squares.
///
/// - Source: pool adjacent violators (Ayer et al. 1955).
func nearestRising(_ wishes: [(value: Double, weight: Double)]) -> [Double] {
    var pools: [(value: Double, weight: Double, count: Int)] = []
    for wish in wishes {
        pools.append((wish.value, wish.weight, 1))
        while pools.count > 1, pools[pools.count - 2].value >= pools[pools.count - 1].value {
            let last = pools.removeLast()
            let before = pools.removeLast()
            let weight = before.weight + last.weight
            let value = (before.value * before.weight + last.value * last.weight) / weight
            pools.append((value, weight, before.count + last.count))
        }
    }
    return pools.flatMap { pool in [Double](repeating: pool.value, count: pool.count) }
}
