import Kernels

extension StoredTensor {
    /// The same numbers, each rounded to 8-bit floats when a layer reads it, and kept as such.
    ///
    /// - Parameter type: one of the two types of 8-bit floats.
    public func rounded(to type: ElementType) -> StoredTensor {
        let rounded = StoredTensor(shape: shape, element: type, source: RoundedWeights(original: self, type: type))
        precondition(rounded.smallFloats != nil, "rounded to \(type)")
        return rounded
    }
}

private struct RoundedWeights: WeightSource {
    let original: StoredTensor
    let type: ElementType

    func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        let numbers = try original.tensor()
        let codes = smallFloats(numbers.values, type == .float8e4m3 ? .float8e4m3 : .float8e5m2)
        return try unsafe body(codes.span.bytes)
    }
}
