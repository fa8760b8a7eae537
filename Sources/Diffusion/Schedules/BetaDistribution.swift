import Foundation

/// The beta distribution on 0...1.
struct BetaDistribution {
    let alpha: Double
    let beta: Double

    /// The place below which lies this part of the distribution.
    ///
    /// - Accuracy: about 1e-14, by bisection of the cumulative distribution.
    func quantile(_ part: Double) -> Double {
        if part <= 0 { return 0 }
        if part >= 1 { return 1 }
        var low = 0.0
        var high = 1.0
        // Each step halves the rest; near 0 that takes many, as places there can be tiny.
        for _ in 0..<200 {
            let middle = 0.5 * (low + high)
            if middle <= low || middle >= high { break }
            let found = cumulative(middle)
            // Within its own error, so that places that have an exact value get it.
            if abs(found - part) < 1e-15 { return middle }
            if found < part { low = middle } else { high = middle }
        }
        return 0.5 * (low + high)
    }

    /// The part of the distribution below `place`: the regularised incomplete beta function.
    ///
    /// - Source: the continued fraction of DLMF 8.17.22, evaluated by Lentz's method.
    func cumulative(_ place: Double) -> Double {
        if place <= 0 { return 0 }
        if place >= 1 { return 1 }
        let logarithm =
            lgamma(alpha + beta) - lgamma(alpha) - lgamma(beta) + alpha * log(place) + beta * log1p(-place)
        // The fraction converges fast below the mean, and the distribution mirrors itself above it.
        if place < (alpha + 1) / (alpha + beta + 2) {
            return exp(logarithm) * Self.fraction(alpha, beta, place) / alpha
        }
        return 1 - exp(logarithm) * Self.fraction(beta, alpha, 1 - place) / beta
    }

    private static func fraction(_ alpha: Double, _ beta: Double, _ place: Double) -> Double {
        // Lentz's method replaces a zero by something that adding does not show.
        func nonzero(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }

        var denominator = 1 / nonzero(1 - (alpha + beta) * place / (alpha + 1))
        var numerator = 1.0
        var result = denominator
        for index in 1...1000 {
            let step = Double(index)
            let even = step * (beta - step) * place / ((alpha + 2 * step - 1) * (alpha + 2 * step))
            let odd = -(alpha + step) * (alpha + beta + step) * place / ((alpha + 2 * step) * (alpha + 2 * step + 1))
            var change = 1.0
            for coefficient in [even, odd] {
                denominator = 1 / nonzero(1 + coefficient * denominator)
                numerator = nonzero(1 + coefficient / numerator)
                change = denominator * numerator
                result *= change
            }
            if abs(change - 1) < 1e-16 { break }
        }
        return result
    }
}
