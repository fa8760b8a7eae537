import Foundation

/// What was learned: for each label, or for one value, a weight for each number of a sample and an offset.
public struct LinearModel: Hashable, Sendable {
    /// Empty for a model of values.
    public let labels: [String]
    /// [labels or 1, width].
    public let weights: [Double]
    public let offsets: [Double]

    public var width: Int { weights.count / offsets.count }

    public init(labels: [String], weights: [Double], offsets: [Double]) {
        precondition(
            !offsets.isEmpty && weights.count.isMultiple(of: offsets.count), "weights of \(offsets.count) rows")
        precondition(labels.isEmpty ? offsets.count == 1 : labels.count == offsets.count, "\(labels.count) labels")
        self.labels = labels
        self.weights = weights
        self.offsets = offsets
    }

    /// - Parameter strength: how much large weights are held against the model.
    public init(_ samples: Samples, strength: Double) throws(LearningError) {
        switch samples.answers {
        case .labels(let labels):
            self = LogisticRegression(samples.matrix, labels, strength: strength).model
        case .values(let values):
            self = RidgeRegression(samples.matrix, values, strength: strength).model
        }
    }

    /// The sum of weights for each label, or the value.
    public func sums(_ sample: [Float]) throws(LearningError) -> [Double] {
        guard sample.count == width else { throw .otherWidth(sample.count, wanted: width) }
        return offsets.indices.map { row in
            var sum = offsets[row]
            for column in 0..<width { sum += weights[row * width + column] * Double(sample[column]) }
            return sum
        }
    }

    /// How likely each label is.
    public func shares(_ sample: [Float]) throws(LearningError) -> [Double] {
        let sums = try sums(sample)
        let highest = sums.max() ?? 0
        let parts = sums.map { exp($0 - highest) }
        let whole = parts.reduce(0, +)
        return parts.map { $0 / whole }
    }
}
