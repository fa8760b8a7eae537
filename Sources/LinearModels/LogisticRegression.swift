import Foundation

/// The labels' likelihood with a price on the squares of the weights; the offsets are free.
struct LogisticRegression {
    let model: LinearModel

    init(_ features: Matrix, _ labels: [String], strength: Double) {
        let names = Set(labels).sorted()
        let places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
        // Two labels share what one row of weights would cost.
        let strength = names.count == 2 ? 2 * strength : strength
        let loss = LogisticLoss(
            features: features, answers: labels.map { places[$0] ?? 0 }, classes: names.count, strength: strength)
        let start = [Double](repeating: 0, count: names.count * (features.columns + 1))
        let found = Minimizer().minimum(from: start) { loss.value(at: $0) }
        let split = names.count * features.columns
        model = LinearModel(labels: names, weights: Array(found[..<split]), offsets: Array(found[split...]))
    }
}

/// - Shapes: parameters are weights [classes, width], then offsets [classes].
private struct LogisticLoss {
    let features: Matrix
    let answers: [Int]
    let classes: Int
    let strength: Double

    func value(at parameters: [Double]) -> (value: Double, gradient: [Double]) {
        let width = features.columns
        let offsets = classes * width
        var value = 0.0
        var gradient = [Double](repeating: 0, count: parameters.count)
        for row in 0..<features.rows {
            let sample = Array(features.row(row))
            var sums = (0..<classes).map { label in
                var sum = parameters[offsets + label]
                for column in 0..<width { sum += parameters[label * width + column] * sample[column] }
                return sum
            }
            let highest = sums.max() ?? 0
            value -= sums[answers[row]] - highest
            for label in 0..<classes { sums[label] = exp(sums[label] - highest) }
            let whole = sums.reduce(0, +)
            value += log(whole)
            for label in 0..<classes {
                let error = sums[label] / whole - (label == answers[row] ? 1 : 0)
                gradient[offsets + label] += error
                for column in 0..<width { gradient[label * width + column] += error * sample[column] }
            }
        }
        for place in 0..<offsets {
            value += strength / 2 * parameters[place] * parameters[place]
            gradient[place] += strength * parameters[place]
        }
        return (value, gradient)
    }
}
