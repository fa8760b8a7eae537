/// Sixteen rows of weights as a file keeps them, one per output, turned into a panel while it is used.
///
/// Turning costs a cycle or two per weight, and each turned weight meets dozens of inputs; a packed copy of all weights would
/// cost as much memory again, and the system needs longer to hand that out than a picture of few steps takes.
struct TurnedRows {
    /// The first of the weights to be turned, of the first row.
    let source: UnsafeRawPointer

    /// Weights from row to row.
    let pitch: Int

    /// Rows that there are; those that are missing from sixteen count as zeros.
    let rows: Int

    let element: WeightElement

    private static let width = WeightPanels.width

    /// Turns `count` columns.
    ///
    /// - Shapes: `target` [count, 16] in the element type of the weights.
    func turn(_ count: Int, into target: UnsafeMutableRawPointer) {
        let size = element.byteCount
        var done = 0
        if rows == Self.width {
            done = count / 8 * 8
            if element == .float32 { turnWords(done, into: target) } else { turnHalves(done, into: target) }
        }
        for index in done..<count {
            let column = target + index * Self.width * size
            for row in 0..<Self.width {
                let address = row < rows ? source + (row * pitch + index) * size : nil
                if element == .float32 {
                    column.storeBytes(
                        of: address?.loadUnaligned(as: UInt32.self) ?? 0, toByteOffset: row * 4, as: UInt32.self)
                } else {
                    column.storeBytes(
                        of: address?.loadUnaligned(as: UInt16.self) ?? 0, toByteOffset: row * 2, as: UInt16.self)
                }
            }
        }
    }

    /// Sixteen-bit weights, in blocks of eight by eight.
    private func turnHalves(_ count: Int, into target: UnsafeMutableRawPointer) {
        let bytes = pitch * 2
        var upper = source
        var target = target
        for _ in 0..<count / 8 {
            EightByEight(upper, stride: bytes).columns { offset, column in
                target.storeBytes(of: column, toByteOffset: offset * 32, as: SIMD8<UInt16>.self)
            }
            EightByEight(upper + 8 * bytes, stride: bytes).columns { offset, column in
                target.storeBytes(of: column, toByteOffset: offset * 32 + 16, as: SIMD8<UInt16>.self)
            }
            upper += 16
            target += 256
        }
    }

    private func turnWords(_ count: Int, into target: UnsafeMutableRawPointer) {
        let bytes = pitch * 4
        for index in stride(from: 0, to: count, by: 4) {
            for quarter in stride(from: 0, to: Self.width, by: 4) {
                FourByFourWords(source + quarter * bytes + index * 4, stride: bytes).columns { offset, column in
                    target.storeBytes(
                        of: column, toByteOffset: ((index + offset) * Self.width + quarter) * 4, as: SIMD4<UInt32>.self)
                }
            }
        }
    }
}
