import Tensors

/// Mean and spread of the three components of pictures' colours.
struct ColourStatistics {
    let mean: SIMD3<Double>
    /// How the components vary together: a symmetric matrix, by rows.
    let covariance: [SIMD3<Double>]

    /// Each picture counts alike, however large it is.
    ///
    /// - Shapes: `pictures` [1, H, W, 3] each.
    init(of pictures: [Tensor]) {
        let count = Double(pictures.count)
        var mean = SIMD3<Double>.zero
        for picture in pictures { mean += Self.sum(picture) { $0 } / Self.pixels(picture) }
        mean /= count
        self.mean = mean
        var rows = [SIMD3<Double>](repeating: .zero, count: 3)
        for picture in pictures {
            for row in rows.indices {
                rows[row] += Self.sum(picture) { ($0 - mean) * ($0 - mean)[row] } / Self.pixels(picture)
            }
        }
        covariance = rows.map { $0 / count }
    }

    /// Standard deviation of each component, not quite zero.
    var deviation: SIMD3<Double> {
        let variance = SIMD3(covariance[0].x, covariance[1].y, covariance[2].z)
        return variance.squareRoot().clamped(
            lowerBound: SIMD3(repeating: Self.least), upperBound: SIMD3(repeating: .infinity))
    }

    static let least = 1e-6

    private static func pixels(_ picture: Tensor) -> Double { Double(picture.count / 3) }

    private static func sum(_ picture: Tensor, _ part: (SIMD3<Double>) -> SIMD3<Double>) -> SIMD3<Double> {
        var sum = SIMD3<Double>.zero
        let values = picture.values
        for pixel in stride(from: 0, to: values.count, by: 3) {
            sum += part(SIMD3(Double(values[pixel]), Double(values[pixel + 1]), Double(values[pixel + 2])))
        }
        return sum
    }
}

/// Moves colours so that their statistics become those of others: a matrix, and what is added.
struct ColourChange {
    private let matrix: [SIMD3<Double>]
    private let offset: SIMD3<Double>

    /// Each component by itself.
    ///
    /// - Source: Reinhard et al. 2001, “Color Transfer between Images”.
    init(scaling source: ColourStatistics, to wanted: ColourStatistics) {
        let scale = wanted.deviation / source.deviation
        self.init(
            [SIMD3(scale.x, 0, 0), SIMD3(0, scale.y, 0), SIMD3(0, 0, scale.z)], from: source.mean, to: wanted.mean)
    }

    /// All components together, moving colours as little as that takes.
    ///
    /// - Source: Pitié and Kokaram 2007, “The linear Monge-Kantorovitch linear colour mapping”.
    init(matching source: ColourStatistics, to wanted: ColourStatistics) {
        let own = SymmetricMatrix(source.covariance).axes()
        let roots = own.map { max(max($0.value, 0).squareRoot(), ColourStatistics.least) }
        // The wanted spread along the source's axes, each stretched by its own spread.
        let stretched = zip(own, roots).map { $0.vector * $1 }
        let middle = stretched.map { a in
            let image = SIMD3(
                (wanted.covariance[0] * a).sum(), (wanted.covariance[1] * a).sum(), (wanted.covariance[2] * a).sum())
            return SIMD3(
                (stretched[0] * image).sum(), (stretched[1] * image).sum(), (stretched[2] * image).sum())
        }
        let axes = SymmetricMatrix(middle).axes()
        // Its square root, brought back from those axes.
        let shrunk = zip(own, roots).map { $0.vector / $1 }
        var rows = [SIMD3<Double>](repeating: .zero, count: 3)
        for axis in axes {
            let root = max(axis.value, 0).squareRoot()
            let vector = shrunk[0] * axis.vector.x + shrunk[1] * axis.vector.y + shrunk[2] * axis.vector.z
            for row in rows.indices { rows[row] += vector * (vector[row] * root) }
        }
        self.init(rows, from: source.mean, to: wanted.mean)
    }

    private init(_ matrix: [SIMD3<Double>], from source: SIMD3<Double>, to wanted: SIMD3<Double>) {
        self.matrix = matrix
        offset = wanted - Self.product(matrix, source)
    }

    private static func product(_ matrix: [SIMD3<Double>], _ vector: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3((matrix[0] * vector).sum(), (matrix[1] * vector).sum(), (matrix[2] * vector).sum())
    }

    /// - Shapes: `picture` [1, H, W, 3] → same.
    func applied(to picture: Tensor) -> Tensor {
        Tensor(shape: picture.shape) { result in
            let values = picture.values
            for pixel in stride(from: 0, to: values.count, by: 3) {
                let colour = SIMD3(Double(values[pixel]), Double(values[pixel + 1]), Double(values[pixel + 2]))
                let moved = SIMD3<Float>(Self.product(matrix, colour) + offset)
                (result[pixel], result[pixel + 1], result[pixel + 2]) = (moved.x, moved.y, moved.z)
            }
        }
    }
}

/// A symmetric matrix of three rows.
struct SymmetricMatrix {
    private var rows: [SIMD3<Double>]

    init(_ rows: [SIMD3<Double>]) {
        self.rows = rows
    }

    /// Its eigenvectors, of length 1, and how much it stretches them.
    ///
    /// - Source: Jacobi's method: turns in one plane after another until nothing is left off the diagonal.
    func axes() -> [(value: Double, vector: SIMD3<Double>)] {
        var matrix = rows
        var vectors = [SIMD3<Double>(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)]
        for _ in 0..<32 {
            let rest = abs(matrix[0].y) + abs(matrix[0].z) + abs(matrix[1].z)
            let size = abs(matrix[0].x) + abs(matrix[1].y) + abs(matrix[2].z)
            guard rest > 1e-18 * size else { break }
            for (p, q) in [(0, 1), (0, 2), (1, 2)] where matrix[p][q] != 0 {
                let ratio = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q])
                let tangent = (ratio < 0 ? -1 : 1) / (abs(ratio) + (ratio * ratio + 1).squareRoot())
                let cosine = 1 / (tangent * tangent + 1).squareRoot()
                let sine = tangent * cosine
                for k in 0..<3 {
                    let (a, b) = (matrix[k][p], matrix[k][q])
                    (matrix[k][p], matrix[k][q]) = (cosine * a - sine * b, sine * a + cosine * b)
                }
                for k in 0..<3 {
                    let (a, b) = (matrix[p][k], matrix[q][k])
                    (matrix[p][k], matrix[q][k]) = (cosine * a - sine * b, sine * a + cosine * b)
                }
                let (a, b) = (vectors[p], vectors[q])
                (vectors[p], vectors[q]) = (cosine * a - sine * b, sine * a + cosine * b)
            }
        }
        return (0..<3).map { (matrix[$0][$0], vectors[$0]) }
    }
}
