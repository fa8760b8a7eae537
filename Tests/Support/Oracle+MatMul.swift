import Foundation

extension Oracle {
    /// - Shapes: `input` [rows, inputs], `weights` [outputs, inputs], `bias` [outputs] → [rows, outputs].
    public static func linear(
        _ input: [Float], _ weights: [Float], bias: [Float]? = nil, residual: [Float]? = nil, inputs: Int
    ) -> [Double] {
        let outputs = weights.count / inputs
        return (0..<input.count / inputs).flatMap { row in
            (0..<outputs).map { output in
                var sum = Double(bias?[output] ?? 0) + Double(residual?[row * outputs + output] ?? 0)
                for index in 0..<inputs {
                    sum += Double(input[row * inputs + index]) * Double(weights[output * inputs + index])
                }
                return sum
            }
        }
    }

    /// - Shapes: as `linear` with 2F outputs → [rows, F].
    public static func gatedLinear(
        _ input: [Float], _ weights: [Float], bias: [Float]? = nil, inputs: Int
    ) -> [Double] {
        let outputs = weights.count / inputs
        let both = linear(input, weights, bias: bias, inputs: inputs)
        return (0..<input.count / inputs).flatMap { row in
            (0..<outputs / 2).map { index in
                let value = both[row * outputs + index]
                let gate = both[row * outputs + outputs / 2 + index]
                return value * 0.5 * gate * erfc(-gate / 2.0.squareRoot())
            }
        }
    }

    /// - Shapes: `a` [rows, depth], `b` [depth, columns] → [rows, columns].
    public static func matmul(_ a: [Float], _ b: [Float], depth: Int) -> [Double] {
        let columns = b.count / depth
        return (0..<a.count / depth).flatMap { row in
            (0..<columns).map { column in
                (0..<depth).reduce(0.0) { $0 + Double(a[row * depth + $1]) * Double(b[$1 * columns + column]) }
            }
        }
    }
}
