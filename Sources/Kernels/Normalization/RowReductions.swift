/// The sum over a row of `term` of every vector; four running sums keep the adders busy and the rounding small.
///
/// Lanes past the end of the row enter `term` as zeros and must leave it as zeros.
@inline(__always)
func sumOfRow(
    _ row: UnsafePointer<Float>, _ count: Int, _ term: (SIMD8<Float>) -> SIMD8<Float>
) -> Float {
    var a = SIMD8<Float>.zero, b = SIMD8<Float>.zero, c = SIMD8<Float>.zero, d = SIMD8<Float>.zero
    var index = 0
    while index + 32 <= count {
        a += term(row.vector(at: index))
        b += term(row.vector(at: index + 8))
        c += term(row.vector(at: index + 16))
        d += term(row.vector(at: index + 24))
        index += 32
    }
    while index + 8 <= count {
        a += term(row.vector(at: index))
        index += 8
    }
    if index < count { b += term(row.vector(at: index, lanes: count - index)) }
    let total = (a + b) + (c + d)
    let quarter = total.lowHalf + total.highHalf
    return (quarter.x + quarter.z) + (quarter.y + quarter.w)
}

/// Calls `body` with the row number, a pointer to the row and a pointer to where its result goes, for all rows.
@inline(__always)
func forEachRow(
    of input: Span<Float>, columns: Int, into output: inout MutableSpan<Float>,
    _ body: (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
) {
    precondition(columns > 0 && input.count.isMultiple(of: columns), "\(input.count) elements in rows of \(columns)")
    precondition(output.count == input.count, "\(input.count) elements into \(output.count)")
    let rows = input.count / columns
    input.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            guard let source = input.baseAddress, let target = output.baseAddress else { return }
            parallelChunks(rows, atLeast: max(1, elementsWorthSharing / columns)) { chunk in
                for row in chunk { body(source + row * columns, target + row * columns) }
            }
        }
    }
}
