/// `count` numbers from `start` to `end`, evenly spaced, both included; `start` alone where `count` is 1.
///
/// - Source: `torch.linspace` on the CPU in 32-bit floats, bit for bit: the upper half counts down from the end.
func evenlySpaced(_ count: Int, from start: Float, to end: Float) -> [Float] {
    guard count > 1 else { return count == 1 ? [start] : [] }
    let step = (end - start) / Float(count - 1)
    return (0..<count).map { index in
        index < count / 2
            ? start.addingProduct(step, Float(index))
            : end.addingProduct(-step, Float(count - index - 1))
    }
}

/// As above, in 64-bit floats.
func evenlySpaced(_ count: Int, from start: Double, to end: Double) -> [Double] {
    guard count > 1 else { return count == 1 ? [start] : [] }
    let step = (end - start) / Double(count - 1)
    return (0..<count).map { index in
        index < count / 2
            ? start.addingProduct(step, Double(index))
            : end.addingProduct(-step, Double(count - index - 1))
    }
}
