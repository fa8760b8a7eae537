import Kernels

/// A tensor that still lies in its file, in the file's own element type.
public struct StoredTensor: Sendable {
    public let shape: [Int]
    public let element: ElementType
    public let source: any WeightSource

    /// Number of elements.
    public var count: Int { shape.reduce(1, *) }

    /// - Shapes: `source` gives `shape` in row-major order, so `count` · `element.byteCount` bytes.
    public init(shape: [Int], element: ElementType, source: any WeightSource) {
        self.shape = shape
        self.element = element
        self.source = source
    }

    /// The whole tensor, widened to 32-bit floats.
    ///
    /// - Throws: what the source throws.
    public func tensor() throws -> Tensor {
        try source.withBytes { bytes in
            checkSize(of: bytes)
            return Tensor(shape: shape) { widen(bytes, element, into: &$0) }
        }
    }

    /// The rows with these numbers, in this order, widened to 32-bit floats; the others are not read.
    ///
    /// - Shapes: self [V, D] → [rows.count, D].
    /// - Throws: what the source throws.
    public func rows(_ rows: [Int]) throws -> Tensor {
        precondition(shape.count == 2, "rows of shape \(shape)")
        precondition(rows.allSatisfy { 0 <= $0 && $0 < shape[0] }, "rows \(rows) of shape \(shape)")
        let columns = shape[1]
        let rowSize = columns * element.byteCount
        return try source.withBytes { bytes in
            checkSize(of: bytes)
            var values: [Float] = []
            values.reserveCapacity(rows.count * columns)
            for row in rows {
                let part = bytes.extracting(row * rowSize..<(row + 1) * rowSize)
                values += floats(columns) { widen(part, element, into: &$0) }
            }
            return Tensor(values, shape: [rows.count, columns])
        }
    }

    func checkSize(of bytes: RawSpan) {
        precondition(bytes.byteCount == count * element.byteCount, "\(bytes.byteCount) bytes for \(element) \(shape)")
    }
}

/// `bytes`, which hold numbers of type `element`, as 32-bit floats.
func widen(_ bytes: RawSpan, _ element: ElementType, into values: inout MutableSpan<Float>) {
    switch element {
    case .float64: widen(float64: bytes, into: &values)
    case .float32: widen(float32: bytes, into: &values)
    case .float16: widen(float16: bytes, into: &values)
    case .bfloat16: widen(bfloat16: bytes, into: &values)
    case .float8e4m3: widen(float8e4m3: bytes, into: &values)
    case .float8e5m2: widen(float8e5m2: bytes, into: &values)
    case .int64: widen(int64: bytes, into: &values)
    case .int32: widen(int32: bytes, into: &values)
    case .int16: widen(int16: bytes, into: &values)
    case .int8: widen(int8: bytes, into: &values)
    case .uint8, .bool: widen(uint8: bytes, into: &values)
    }
}
