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
