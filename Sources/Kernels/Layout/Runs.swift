/// Equal runs of floats at equal distances, the form that slices, concatenations and repetitions come down to.
public struct Runs: Sendable {
    /// First element of the first run.
    public var start: Int

    /// Distance from the start of one run to that of the next.
    public var step: Int

    /// All there is, from the first element on.
    public static let whole = Runs(start: 0, step: 0)

    public init(start: Int, step: Int) {
        self.start = start
        self.step = step
    }
}

/// Copies `count` runs of `length` floats.
public func copyRuns(
    _ count: Int, of length: Int, from input: Span<Float>, _ source: Runs, to output: inout MutableSpan<Float>,
    _ target: Runs
) {
    guard count > 0, length > 0 else { return }
    precondition(source.start >= 0 && source.step >= 0 && target.start >= 0 && target.step >= 0)
    precondition(source.start + (count - 1) * source.step + length <= input.count, "read past \(input.count)")
    precondition(target.start + (count - 1) * target.step + length <= output.count, "write past \(output.count)")
    input.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            guard let input = input.baseAddress, let output = output.baseAddress else { return }
            parallelChunks(count, atLeast: max(1, elementsWorthSharing / length)) { chunk in
                for run in chunk {
                    (output + target.start + run * target.step).update(
                        from: input + source.start + run * source.step, count: length)
                }
            }
        }
    }
}
