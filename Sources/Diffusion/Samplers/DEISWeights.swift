import Foundation

/// What each of the last slopes counts for in a step of DEIS.
///
/// The integral over the step is a sum over 10,000 points with both ends, in 32-bit floats, as in the reference: an exact
/// one differs in the fourth digit.
struct DEISWeights {
    let values: [Float]

    private static let points = 10_000

    /// - Parameter levels: the noise levels of the slopes, newest first; the step starts at the first one.
    init(_ levels: [Float], to next: Float) {
        let schedule = VariancePreservingTime()
        let times = levels.map(schedule.time)
        let end = schedule.time(next)
        let width = (end - times[0]) / Float(Self.points)

        var sums = [Double](repeating: 0, count: times.count)
        for time in evenlySpaced(Self.points, from: times[0], to: end) {
            let weight = schedule.integrand(time)
            for point in times.indices {
                var basis: Float = 1
                for other in times.indices where other != point {
                    basis *= (time - times[other]) / (times[point] - times[other])
                }
                sums[point] += Double(weight * basis)
            }
        }
        values = sums.map { Float($0) * width }
    }
}

/// The time of a variance-preserving diffusion with noise levels from 0.002 to 80.
private struct VariancePreservingTime {
    private let slope: Float
    private let lowestRate: Float
    private let highestRate: Float

    init() {
        let shortest = 1e-3
        let low = Self.logarithm(0.002)
        let high = Self.logarithm(80)
        slope = 2 * (low / Float(shortest) - high) / Float(shortest - 1)
        lowestRate = high - 0.5 * slope
        highestRate = slope + lowestRate
    }

    /// Of a noise level's variance plus one.
    private static func logarithm(_ sigma: Float) -> Float { (sigma * sigma + 1).logarithm }

    func time(_ sigma: Float) -> Float {
        let rate = (lowestRate * lowestRate + 2 * slope * Self.logarithm(sigma)).squareRoot()
        return (rate - lowestRate) / slope
    }

    /// The derivative of the noise level over the signal, in time.
    func integrand(_ time: Float) -> Float {
        let difference = highestRate - lowestRate
        let signal = (-0.5 * (time * time) * difference - time * lowestRate).exponential
        // The derivative of the signal's logarithm, through the exponential and back as the reference takes it.
        let derivative = -0.5 * difference * (2 * time) - lowestRate
        return -0.5 * derivative / (signal * (1 - signal)).squareRoot()
    }
}
