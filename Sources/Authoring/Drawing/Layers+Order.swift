extension Layers {
    /// Orders the cells of each column so that few links cross.
    ///
    /// - Source: Sugiyama, Tagawa and Toda 1981: sweeps to and fro, each column by the mean place of its neighbours; the best
    ///   order that was met stays.
    mutating func reduceCrossings() {
        let (left, right) = neighbours()
        var places = [Double](repeating: 0, count: cells.count)
        for column in columns { Self.number(column, &places) }

        var best = columns
        var fewest = crossings(left: left, places: places)
        for sweep in 0..<(cells.count > 10_000 ? 4 : 16) where fewest > 0 {
            let rightwards = sweep.isMultiple(of: 2)
            for rank in rightwards ? Array(columns.indices) : columns.indices.reversed() {
                let wanted = columns[rank].enumerated().map { place, cell -> (key: Double, place: Int, cell: Int) in
                    let pieces = rightwards ? left[cell] : right[cell]
                    let sum = pieces.reduce(0) { $0 + self.place(of: rightwards ? $1.from : $1.to, places) }
                    return (pieces.isEmpty ? places[cell] : sum / Double(pieces.count), place, cell)
                }
                columns[rank] = wanted.sorted { ($0.key, $0.place) < ($1.key, $1.place) }.map(\.cell)
                Self.number(columns[rank], &places)
            }
            let count = crossings(left: left, places: places)
            if count < fewest { (fewest, best) = (count, columns) }
        }
        columns = best
    }

    private static func number(_ column: [Int], _ places: inout [Double]) {
        for (place, cell) in column.enumerated() { places[cell] = Double(place) }
    }

    /// Where an end stands in its column, counted in cells.
    private func place(of end: End, _ places: [Double]) -> Double {
        places[end.cell] + end.offset / max(cells[end.cell].height, 1)
    }

    /// Pairs of pieces that cross: inversions among their right ends once they are in the order of their left ones.
    private func crossings(left: [[Piece]], places: [Double]) -> Int {
        columns.reduce(0) { total, column in
            let pieces = column.flatMap { left[$0] }
                .map { (place(of: $0.from, places), place(of: $0.to, places)) }
                .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
            return total + inversions(pieces.map(\.1))
        }
    }
}

/// Pairs that stand in the wrong order, counted while merging; those of equal values do not count.
func inversions(_ values: [Double]) -> Int {
    var values = values
    var merged = values
    var count = 0
    var width = 1
    while width < values.count {
        for start in stride(from: 0, to: values.count, by: 2 * width) {
            let middle = min(start + width, values.count)
            let end = min(start + 2 * width, values.count)
            var (a, b) = (start, middle)
            for slot in start..<end {
                if a < middle, b == end || values[a] <= values[b] {
                    merged[slot] = values[a]
                    a += 1
                } else {
                    merged[slot] = values[b]
                    b += 1
                    count += middle - a
                }
            }
        }
        swap(&values, &merged)
        width *= 2
    }
    return count
}
