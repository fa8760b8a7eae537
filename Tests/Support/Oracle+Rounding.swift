extension Oracle {
    /// Every 32 numbers as whole multiples of a 127th of the largest.
    public static func roundedToBytes(_ numbers: [Float]) -> [Float] {
        stride(from: 0, to: numbers.count, by: 32).flatMap { start in
            let block = numbers[start..<start + 32]
            let largest = block.map(\.magnitude).max() ?? 0
            let (factor, scale) = (largest / 127, largest > 0 ? 127 / largest : 0)
            return block.map { ($0 * scale).rounded(.toNearestOrEven) * factor }
        }
    }
}

extension Oracle {
    /// The nearest number of eight bits of mantissa, to even in the middle.
    public static func brainFloat(_ number: Float) -> Float {
        let (bits, half) = (UInt64(number.bitPattern), UInt64(0x8000))
        let (cut, rest) = (bits & ~0xFFFF, bits & 0xFFFF)
        let goesUp = rest > half || (rest == half && cut & 0x1_0000 != 0)
        return Float(bitPattern: UInt32(goesUp ? cut + 0x1_0000 : cut))
    }

    /// A row in equal parts of whole eights, as few as are not longer than `most`, each as whole multiples of a 127th of its
    /// largest.
    public static func roundedToBytes(_ row: [Float], mostPerFactor most: Int) -> [Float] {
        let count = (row.count + most - 1) / most
        let length = ((row.count + count - 1) / count + 7) / 8 * 8
        return stride(from: 0, to: row.count, by: length).flatMap { start in
            let part = row[start..<min(start + length, row.count)]
            let largest = part.map(\.magnitude).max() ?? 0
            let (factor, scale) = (largest / 127, largest > 0 ? 127 / largest : 0)
            return part.map { ($0 * scale).rounded(.toNearestOrEven) * factor }
        }
    }
}
