import Tensors

/// Weights that are made when they are written: as 32-bit floats, or rounded to the nearest of 16 bits.
public struct NarrowedWeights: WeightSource {
    private let element: ElementType
    private let make: @Sendable () throws -> Tensor

    /// - Parameter element: `.float32`, `.float16` or `.bfloat16`.
    public init(_ element: ElementType, _ make: @escaping @Sendable () throws -> Tensor) {
        precondition([.float32, .float16, .bfloat16].contains(element), "writing \(element) is not supported")
        self.element = element
        self.make = make
    }

    public func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        try narrowed(make(), to: element).withBytes(body)
    }
}
