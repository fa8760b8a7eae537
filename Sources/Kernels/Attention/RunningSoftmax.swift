/// The running maximum and the running sum of powers of each row of a block; scores count in powers of two.
struct RunningSoftmax {
    let maximum: UnsafeMutablePointer<Float>
    let sum: UnsafeMutablePointer<Float>

    /// - Shapes: `memory` [2, rows].
    init(_ memory: UnsafeMutablePointer<Float>, rows: Int) {
        maximum = memory
        sum = memory + rows
    }

    func reset(rows: Int) {
        maximum.update(repeating: -.infinity, count: rows)
        sum.update(repeating: 0, count: rows)
    }

    /// Replaces scores by their powers over the row's maximum so far.
    ///
    /// - Shapes: `scores` has room up to a multiple of 32; what lies past `keys` is overwritten.
    /// - Returns: the factor that older sums have to be multiplied by.
    @inline(__always)
    func update(row: Int, scores: UnsafeMutablePointer<Float>, keys: Int) -> Float {
        let end = (keys + 31) / 32 * 32
        for key in keys..<end { scores[key] = -.infinity }

        let peak = max(maximum[row], Self.maximum(scores, count: end))
        guard peak > -.infinity else {
            // Nothing is visible yet.
            scores.update(repeating: 0, count: keys)
            return 1
        }

        let total = Self.raise(scores, count: end, below: SIMD8(repeating: peak))
        let correction = powerOfTwo(notAboveZero: SIMD8(repeating: maximum[row] - peak))[0]
        maximum[row] = peak
        sum[row] = sum[row] * correction + total
        return correction
    }

    /// Four vectors at a time, so that comparisons need not wait for one another.
    @inline(__always)
    private static func maximum(_ scores: UnsafeMutablePointer<Float>, count: Int) -> Float {
        var (a, b) = (scores.vector(at: 0), scores.vector(at: 8))
        var (c, d) = (scores.vector(at: 16), scores.vector(at: 24))
        for index in stride(from: 32, to: count, by: 32) {
            a = higher(a, scores.vector(at: index))
            b = higher(b, scores.vector(at: index + 8))
            c = higher(c, scores.vector(at: index + 16))
            d = higher(d, scores.vector(at: index + 24))
        }
        let eight = higher(higher(a, b), higher(c, d))
        let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.highHalf .> eight.lowHalf)
        return max(max(four[0], four[1]), max(four[2], four[3]))
    }

    @inline(__always)
    private static func higher(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
        a.replacing(with: b, where: b .> a)
    }

    /// Replaces scores by powers of what they are below `peak`, and sums those up.
    @inline(__always)
    private static func raise(
        _ scores: UnsafeMutablePointer<Float>, count: Int, below peak: SIMD8<Float>
    ) -> Float {
        var sums = SIMD8<Float>.zero
        // One vector at a time: the constants of the power take most registers.
        var place = scores
        let end = scores + count
        while place < end {
            let power = powerOfTwo(notAboveZero: place.vector(at: 0) - peak)
            place.store(power, at: 0)
            sums += power
            place += 8
        }
        let four = sums.lowHalf + sums.highHalf
        let two = four.lowHalf + four.highHalf
        return two[0] + two[1]
    }
}
