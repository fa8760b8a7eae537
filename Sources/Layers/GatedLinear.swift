import Kernels
import Tensors

/// A matrix product into two halves, the second of which gates the first: a · gelu(b).
///
/// Source: Shazeer 2020, "GLU Variants Improve Transformer", GEGLU.
public struct GatedLinear: Sendable {
    private let parameters: Once<(weight: PackedMatrix, bias: Tensor)>

    /// The checkpoint's matrix has 2 × `outputs` rows.
    public init(_ weights: Weights, from inputs: Int, to outputs: Int) throws(WeightsError) {
        let weight = try weights("weight", 2 * outputs, inputs)
        let bias = try weights("bias", 2 * outputs)
        parameters = weights.once("gated matrix", ["weight", "bias"]) {
            (try weight.packedMatrix(), try bias.tensor())
        }
    }

    /// - Shapes: `input` [..., inputs] → [..., outputs].
    /// - Throws: if the weights cannot be read.
    public func callAsFunction(_ input: Tensor) throws -> Tensor {
        let (weight, bias) = try parameters()
        return gatedLinear(input, weight, bias: bias)
    }
}
