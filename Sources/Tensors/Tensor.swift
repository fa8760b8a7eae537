import Kernels

/// A dense block of 32-bit floats with a shape, used as a value.
///
/// Rows (steps of the first axis) are laid out one after another; the last axis is innermost. Copies share their
/// storage until one of them is written to. Models keep images as [N, H, W, C]; the latents of graphs are [N, C, H, W].
public struct Tensor: Sendable {
    public let shape: [Int]

    /// Number of elements.
    public let count: Int

    private var storage: FloatStorage
    private var start: Int

    /// - Shapes: `values` in row-major order.
    public init(_ values: [Float], shape: [Int]) {
        precondition(values.count == shape.reduce(1, *), "\(values.count) values for shape \(shape)")
        self.init(storage: FloatStorage(copying: values.span), start: 0, shape: shape)
    }

    public init(zeros shape: [Int]) {
        self.init(repeating: 0, shape: shape)
    }

    public init(repeating value: Float, shape: [Int]) {
        self.init(storage: FloatStorage(repeating: value, count: shape.reduce(1, *)), start: 0, shape: shape)
    }

    /// A tensor that `fill` has to write completely.
    ///
    /// - Parameters:
    ///   - operation: what a profile calls the filling.
    ///   - work: for a profile; unless given, no more than writing the tensor.
    public init(
        shape: [Int], operation: StaticString = #function, work: @autoclosure () -> Work? = nil,
        filledBy fill: (inout MutableSpan<Float>) throws -> Void
    ) rethrows {
        let storage = try Profiler.measure(operation, work() ?? Self.writing(shape)) {
            try FloatStorage(shape.reduce(1, *), filledBy: fill)
        }
        self.init(storage: storage, start: 0, shape: shape)
    }

    private static func writing(_ shape: [Int]) -> Work {
        Work(sizes: sizes(shape), bytes: Double(4 * shape.reduce(1, *)))
    }

    private init(storage: FloatStorage, start: Int, shape: [Int]) {
        self.shape = shape
        self.count = shape.reduce(1, *)
        self.storage = storage
        self.start = start
    }

    /// The elements in row-major order.
    public var values: Span<Float> {
        @_lifetime(borrow self) get { storage.values.extracting(start..<start + count) }
    }

    /// The elements in row-major order, as an array.
    public var array: [Float] { floats(count) { copyRuns(1, of: count, from: values, .whole, to: &$0, .whole) } }

    /// Writes to the elements in place; copies them first if they are shared or part of a larger tensor.
    ///
    /// - Parameter operation: what a profile calls the writing.
    public mutating func withMutableValues<Result>(
        operation: StaticString = #function, _ body: (inout MutableSpan<Float>) throws -> Result
    ) rethrows -> Result {
        let shape = shape
        return try Profiler.measure(operation, Self.writing(shape)) {
            if count != storage.count {
                storage = FloatStorage(copying: values)
                start = 0
            }
            return try storage.withMutableValues(body)
        }
    }

    /// The same elements under another shape.
    public func reshaped(_ shape: [Int]) -> Tensor {
        precondition(shape.reduce(1, *) == count, "reshape: \(self.shape) to \(shape)")
        return Tensor(storage: storage, start: start, shape: shape)
    }

    /// The rows in `range` of the first axis; shares the storage.
    public subscript(rows range: Range<Int>) -> Tensor {
        precondition(!shape.isEmpty && range.lowerBound >= 0 && range.upperBound <= shape[0], "\(range) of \(shape)")
        let rowCount = shape[0] == 0 ? 0 : count / shape[0]
        return Tensor(
            storage: storage, start: start + range.lowerBound * rowCount, shape: [range.count] + shape.dropFirst())
    }
}

/// Sizes as a profile shows them.
func sizes(_ shape: [Int]) -> String { shape.map(String.init).joined(separator: " × ") }
