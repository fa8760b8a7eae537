/// The running maximum and the running sum of exponentials of each row of a block.
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

    /// Replaces scores by their exponentials over the row's maximum so far.
    ///
    /// - Returns: the factor that older sums have to be multiplied by.
    @inline(__always)
    func update(row: Int, scores: UnsafeMutablePointer<Float>, keys: Int) -> Float {
        let vectors = keys / 8
        var highest = SIMD8<Float>(repeating: -.infinity)
        for index in 0..<vectors {
            let vector = scores.vector(at: index * 8)
            highest = highest.replacing(with: vector, where: vector .> highest)
        }
        var peak = max(maximum[row], highest.max())
        for index in vectors * 8..<keys { peak = max(peak, scores[index]) }
        guard peak > -.infinity else {
            // Nothing is visible yet.
            scores.update(repeating: 0, count: keys)
            return 1
        }

        var sums = SIMD8<Float>.zero
        for index in 0..<vectors {
            let power = exp(scores.vector(at: index * 8) - peak)
            scores.store(power, at: index * 8)
            sums += power
        }
        var total = sums.sum()
        let rest = keys - vectors * 8
        if rest > 0 {
            let power = exp(UnsafePointer(scores).vector(at: vectors * 8, lanes: rest) - peak)
            scores.store(power, at: vectors * 8, lanes: rest)
            for lane in 0..<rest { total += power[lane] }
        }

        let correction = exp(SIMD8(repeating: maximum[row] - peak))[0]
        maximum[row] = peak
        sum[row] = sum[row] * correction + total
        return correction
    }
}
