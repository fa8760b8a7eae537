/// What a summary of a block of numbers needs, in double precision.
public struct Moments: Sendable {
    public private(set) var count = 0.0
    public private(set) var mean = 0.0

    /// The sum of squared differences from the mean.
    public private(set) var deviation = 0.0

    /// The moments of all elements; parts are merged in one order, whatever the number of threads.
    public init(of values: Span<Float>) {
        let length = elementsWorthSharing
        let parts = (values.count + length - 1) / length
        var gathered = [Moments](repeating: Moments(), count: parts)
        values.withUnsafeBufferPointer { values in
            gathered.withUnsafeMutableBufferPointer { gathered in
                guard let source = values.baseAddress, let gathered = gathered.baseAddress else { return }
                let count = values.count
                parallel(parts) { part in
                    let start = part * length
                    gathered[part] = Moments(of: source + start, count: min(length, count - start))
                }
            }
        }
        for part in gathered { merge(part) }
    }

    private init() {}

    private init(of source: UnsafePointer<Float>, count: Int) {
        self.count = Double(count)
        mean = sumOfDoubles(source, count) { $0 } / self.count
        let centre = mean
        deviation = sumOfDoubles(source, count) { ($0 - centre) * ($0 - centre) }
    }

    private mutating func merge(_ other: Moments) {
        let total = count + other.count
        let delta = other.mean - mean
        mean += delta * other.count / total
        deviation += other.deviation + delta * delta * count * other.count / total
        count = total
    }
}

/// The sum of `term` over a block, in eight running sums.
@inline(__always)
private func sumOfDoubles(
    _ source: UnsafePointer<Float>, _ count: Int, _ term: (SIMD8<Double>) -> SIMD8<Double>
) -> Double {
    var sum = SIMD8<Double>.zero
    var index = 0
    while index + 8 <= count {
        sum += term(SIMD8<Double>(source.vector(at: index)))
        index += 8
    }
    var total = sum.sum()
    while index < count {
        total += term(SIMD8<Double>(repeating: Double(source[index])))[0]
        index += 1
    }
    return total
}
