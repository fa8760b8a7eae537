/// The product of two matrices of activations, or of `batch` pairs of them.
///
/// - Shapes: `a` [batch, rows, depth]; `b` [batch, depth, columns]; `output` [batch, rows, columns].
public func multiplyMatrices(
    _ a: Span<Float>, _ b: Span<Float>, into output: inout MutableSpan<Float>, batch: Int, rows: Int, depth: Int,
    columns: Int
) {
    precondition(a.count == batch * rows * depth, "\(a.count) elements for \(batch) x \(rows) x \(depth)")
    precondition(b.count == batch * depth * columns, "\(b.count) elements for \(batch) x \(depth) x \(columns)")
    precondition(output.count == batch * rows * columns, "\(output.count) for \(batch) x \(rows) x \(columns)")
    a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
            output.withUnsafeMutableBufferPointer { output in
                guard let a = a.baseAddress, let b = b.baseAddress, let output = output.baseAddress else { return }
                for index in 0..<batch {
                    let panels = WeightPanels(
                        transposed: b + index * depth * columns, outputs: columns, depth: depth)
                    multiply(
                        a + index * rows * depth, rows: rows, panels, Epilogue(),
                        into: output + index * rows * columns)
                }
            }
        }
    }
}
