import Foundation

/// What each known prediction counts for in a step of SA-Solver.
///
/// - Source: Xue et al. 2023, equations 15 and 18, in ComfyUI's factored form.
struct AdamsWeights {
    private let values: [Double]

    /// - Parameters:
    ///   - known: half the log-SNR of each prediction, oldest first.
    ///   - amount: of fresh noise, 0...1.
    init(
        known: [Float], from start: Float, to end: Float, amount: Double, usesSimpleSecondOrder: Bool,
        isCorrector: Bool
    ) {
        let gain = 1 + amount * amount
        let length = Double(end) - Double(start)
        if usesSimpleSecondOrder, known.count == 2 {
            let covered = -expm1(-length * gain)
            if isCorrector {
                let newer = 0.5 * gain * length
                values = [covered - newer, newer]
            } else {
                let older = 0.5 * gain * length * length / (Double(known[0]) - Double(start))
                values = [older, covered - older]
            }
            return
        }
        let integrals = Self.integrals(from: Double(start), to: Double(end), gain: gain, count: known.count)
        values = Self.interpolationWeights(known.map { Double($0) }, integrals)
    }

    func scaled(by factor: Float) -> [Float] { values.map { factor * Float($0) } }

    /// gain · ∫ e^(gain·(x - end)) · x^p dx over the step, for p = 0, 1, …
    private static func integrals(from start: Double, to end: Double, gain: Double, count: Int) -> [Double] {
        let rest = exp(-gain * (end - start))
        var integrals: [Double] = []
        for power in 0..<count {
            // By parts: each integral follows from the one below.
            let edge = pow(end, Double(power)) - pow(start, Double(power)) * rest
            integrals.append(power == 0 ? edge : edge - Double(power) / gain * integrals[power - 1])
        }
        return integrals
    }

    /// The weights w for which Σ w·x^p is the p-th integral at all points: those of the interpolating polynomial.
    private static func interpolationWeights(_ points: [Double], _ integrals: [Double]) -> [Double] {
        solve((0..<points.count).map { power in points.map { pow($0, Double(power)) } }, integrals)
    }
}

/// Solves a small system of linear equations by elimination with pivoting.
func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    var rows = matrix
    var right = right
    let count = right.count
    for column in 0..<count {
        var pivot = column
        for row in column..<count where abs(rows[row][column]) > abs(rows[pivot][column]) { pivot = row }
        rows.swapAt(column, pivot)
        right.swapAt(column, pivot)
        for row in column + 1..<max(count, column + 1) {
            let factor = rows[row][column] / rows[column][column]
            for other in column..<count { rows[row][other] -= factor * rows[column][other] }
            right[row] -= factor * right[column]
        }
    }
    for column in (0..<count).reversed() {
        for other in column + 1..<max(count, column + 1) { right[column] -= rows[column][other] * right[other] }
        right[column] /= rows[column][column]
    }
    return right
}
