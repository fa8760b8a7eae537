/// Least squares with a price on the squares of the weights, in closed form (Hoerl and Kennard 1970); the offset is free.
struct RidgeRegression {
    let model: LinearModel

    init(_ features: Matrix, _ values: [Double], strength: Double) {
        let means = features.means
        let mean = values.reduce(0, +) / Double(values.count)
        let centred = features.subtracting(means)
        let rest = values.map { $0 - mean }
        // A price of nothing would leave the weights open where features depend on each other.
        let strength = max(strength, 1e-9)
        let weights: [Double]
        if centred.rows < centred.columns {
            var gram = centred.outerGram
            for row in 0..<gram.rows { gram[row, row] += strength }
            weights = centred.transposed.times(gram.solving(rest) ?? [Double](repeating: 0, count: gram.rows))
        } else {
            var gram = centred.innerGram
            for row in 0..<gram.rows { gram[row, row] += strength }
            weights = gram.solving(centred.transposed.times(rest)) ?? [Double](repeating: 0, count: gram.rows)
        }
        let offset = mean - zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 }
        model = LinearModel(labels: [], weights: weights, offsets: [offset])
    }
}
