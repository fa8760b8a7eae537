import Kernels
import Tensors

/// A matrix product into two halves, the second of which gates the first: a · gelu(b).
///
/// Source: Shazeer 2020, "GLU Variants Improve Transformer", GEGLU.
public struct GatedLinear: Sendable {
    private let path: String
    private let parameters: Once<(weight: MatrixWeights, bias: Tensor, additions: [ThinAddition])>

    /// The checkpoint's matrix has 2 × `outputs` rows.
    public init(_ weights: Weights, from inputs: Int, to outputs: Int) throws(WeightsError) {
        let weight = try weights("weight", 2 * outputs, inputs)
        let bias = try weights("bias", 2 * outputs)
        path = weights.path
        parameters = weights.once("gated matrix", ["weight", "bias"]) {
            let (base, additions) = try ThinAddition.split(weight)
            return (try base.matrixWeights(), try bias.tensor(), additions)
        }
    }

    /// - Shapes: `input` [..., inputs] → [..., outputs].
    /// - Throws: if the weights cannot be read.
    public func callAsFunction(_ input: Tensor) throws -> Tensor {
        try Profiler.inLayer(path) {
            let (weight, bias, additions) = try parameters()
            let sum = try additions.reduce(nil as Tensor?) { try $1(input, adding: $0) }
            return try weight.withMatrix { matrix in
                guard let sum else { return gatedLinear(input, matrix, bias: bias, precision: .current) }
                return geglu(linear(input, matrix, bias: bias, adding: sum, precision: .current))
            }
        }
    }
}
