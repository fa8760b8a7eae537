/// Mean squared error over the mean square of the truth: 0 is perfect, 1 is as bad as answering zero.
public func normalizedError(_ found: [Float], _ truth: [Double]) -> Double {
    precondition(found.count == truth.count, "\(found.count) values against \(truth.count)")
    var error = 0.0
    var power = 0.0
    for (value, wanted) in zip(found, truth) {
        guard value.isFinite else { return .infinity }
        error += (Double(value) - wanted) * (Double(value) - wanted)
        power += wanted * wanted
    }
    return power == 0 ? error : error / power
}

/// Length of the difference over the length of the truth.
public func relativeError(_ found: [Float], _ truth: [Float]) -> Double {
    normalizedError(found, truth.map(Double.init)).squareRoot()
}
