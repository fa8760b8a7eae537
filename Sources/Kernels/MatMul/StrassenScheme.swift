/// Strassen's way to multiply two matrices of two by two blocks: seven products of sums of blocks in place of eight of blocks.
///
/// An input block is called by its rows and its half of the depth, a block of weights by its half of the depth and its columns, a
/// block of results by its rows and its columns; `1` and `2` are the first and the second of the two. The products, in an order
/// in which each of the first four begins a block of results:
///
/// | product | inputs    | weights   | is added to | is subtracted from |
/// | ------- | --------- | --------- | ----------- | ------------------ |
/// | 0       | a21 - a11 | b11 + b12 | c22         |                    |
/// | 1       | a12 - a22 | b21 + b22 | c11         |                    |
/// | 2       | a11       | b12 - b22 | c12, c22    |                    |
/// | 3       | a21 + a22 | b11       | c21         | c22                |
/// | 4       | a11 + a12 | b22       | c12         | c11                |
/// | 5       | a22       | b21 - b11 | c21, c11    |                    |
/// | 6       | a11 + a22 | b11 + b22 | c11, c22    |                    |
///
/// Source: Strassen 1969, "Gaussian elimination is not optimal".
enum StrassenScheme {
    static let products = 7

    /// Hands on what each product multiplies of the inputs.
    @inline(__always)
    static func inputSums(
        _ a11: SIMD8<Float>, _ a12: SIMD8<Float>, _ a21: SIMD8<Float>, _ a22: SIMD8<Float>,
        _ store: (_ product: Int, _ sum: SIMD8<Float>) -> Void
    ) {
        store(0, a21 - a11)
        store(1, a12 - a22)
        store(2, a11)
        store(3, a21 + a22)
        store(4, a11 + a12)
        store(5, a22)
        store(6, a11 + a22)
    }

    /// Hands on what each product multiplies of the weights.
    @inline(__always)
    static func weightSums(
        _ b11: Tile.Row, _ b12: Tile.Row, _ b21: Tile.Row, _ b22: Tile.Row,
        _ store: (_ product: Int, _ sum: Tile.Row) -> Void
    ) {
        store(0, b11 + b12)
        store(1, b21 + b22)
        store(2, b12 - b22)
        store(3, b11)
        store(4, b22)
        store(5, b21 - b11)
        store(6, b11 + b22)
    }
}
