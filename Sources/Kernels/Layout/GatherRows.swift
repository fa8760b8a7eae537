/// Copies the rows of `table` with the given numbers.
///
/// - Shapes: `table` [V, D] → `output` [rows.count, D].
public func gatherRows(_ table: Span<Float>, _ rows: [Int], columns: Int, into output: inout MutableSpan<Float>) {
    precondition(output.count == rows.count * columns, "\(rows.count) rows of \(columns) into \(output.count)")
    table.withUnsafeBufferPointer { table in
        output.withUnsafeMutableBufferPointer { output in
            guard let table = table.baseAddress, let output = output.baseAddress else { return }
            for (index, row) in rows.enumerated() {
                (output + index * columns).update(from: table + row * columns, count: columns)
            }
        }
    }
}
