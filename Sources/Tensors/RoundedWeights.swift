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

    /// Numbers that are rounded at a time: wide, they stay in the second-level cache.
    private static let count = 65_536

    func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        let format: ShortFormat = type == .float8e4m3 ? .float8e4m3 : .float8e5m2
        var codes = [UInt8](repeating: 0, count: original.count)
        try original.source.withBytes { bytes in
            let size = original.element.byteCount
            for start in stride(from: 0, to: original.count, by: Self.count) {
                let range = start..<min(start + Self.count, original.count)
                let part = bytes.extracting(range.lowerBound * size..<range.upperBound * size)
                let numbers = floats(range.count) { widen(part, original.element, into: &$0) }
                var target = codes.mutableSpan
                smallFloats(numbers.span, format, into: &target, at: start)
            }
        }
        return try unsafe body(codes.span.bytes)
    }
}
