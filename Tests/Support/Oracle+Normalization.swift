import Foundation

extension Oracle {
    /// - Shapes: `input` [images, pixels, C].
    public static func groupNorm(
        _ input: [Float], scale: [Float], shift: [Float], images: Int, groups: Int, epsilon: Double, silu: Bool
    ) -> [Double] {
        let channels = scale.count
        let pixels = input.count / (images * channels)
        let size = channels / groups
        var output = [Double](repeating: 0, count: input.count)
        for image in 0..<images {
            for group in 0..<groups {
                let indices = (0..<pixels).flatMap { pixel in
                    (0..<size).map { (image * pixels + pixel) * channels + group * size + $0 }
                }
                let (mean, variance) = moments(indices.map { Double(input[$0]) })
                for index in indices {
                    let normal = (Double(input[index]) - mean) / (variance + epsilon).squareRoot()
                    let value = normal * Double(scale[index % channels]) + Double(shift[index % channels])
                    output[index] = silu ? value / (1 + Foundation.exp(-value)) : value
                }
            }
        }
        return output
    }

    public static func layerNorm(_ input: [Float], scale: [Float], shift: [Float], epsilon: Double) -> [Double] {
        rows(of: input, scale.count).flatMap { row in
            let (mean, variance) = moments(row)
            return row.indices.map {
                (row[$0] - mean) / (variance + epsilon).squareRoot() * Double(scale[$0]) + Double(shift[$0])
            }
        }
    }

    public static func rmsNorm(_ input: [Float], scale: [Float], epsilon: Double) -> [Double] {
        rows(of: input, scale.count).flatMap { row in
            let square = row.reduce(0) { $0 + $1 * $1 } / Double(row.count)
            return row.indices.map { row[$0] / (square + epsilon).squareRoot() * Double(scale[$0]) }
        }
    }

    public static func softmax(_ input: [Float], columns: Int) -> [Double] {
        rows(of: input, columns).flatMap { row in
            let peak = row.max() ?? 0
            let exponentials = row.map { Foundation.exp($0 - peak) }
            let sum = exponentials.reduce(0, +)
            return exponentials.map { $0 / sum }
        }
    }

    private static func rows(of input: [Float], _ columns: Int) -> [[Double]] {
        stride(from: 0, to: input.count, by: columns).map { start in
            input[start..<start + columns].map(Double.init)
        }
    }

    private static func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
    }
}
