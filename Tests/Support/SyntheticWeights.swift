import Tensors

/// Random tensors that follow from their names and shapes alone, as float16.
///
/// `Tests/Golden/Models/synthetic.py` makes the same bits, so recorded truths need no weights beside them.
public func syntheticWeights(_ name: String, _ shape: [Int]) -> StoredTensor {
    let (mean, bound) = syntheticRange(name, shape)
    let values = noise(shape.reduce(1, *), seed: fnv1a(name)).map { Float16($0 * bound + mean).bitPattern }
    return StoredTensor(shape: shape, element: .float16, source: HalfWeights(values: values))
}

/// FNV-1a over the bytes of a name: a seed for what is called so.
public func fnv1a(_ name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

/// Norms near 1, biases near 0, matrices that keep the variance of what they multiply.
private func syntheticRange(_ name: String, _ shape: [Int]) -> (mean: Float, bound: Float) {
    if name.hasSuffix("token_embedding.weight") { return (0, 0.5) }
    if name.hasSuffix("position_embedding.weight") || name.hasSuffix("positional_embedding") { return (0, 0.1) }
    if shape.count > 1 { return (0, Float((3 / Double(shape.dropFirst().reduce(1, *))).squareRoot())) }
    return (name.hasSuffix(".weight") ? 1 : 0, 0.1)
}

/// Float16 weights in memory.
private struct HalfWeights: WeightSource {
    let values: [UInt16]
    let isResident = true

    func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        // Sixteen bits have no padding; the compiler asks for the word nevertheless.
        try unsafe body(values.span.bytes)
    }
}
