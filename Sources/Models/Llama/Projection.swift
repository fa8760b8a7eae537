import Formats
import Kernels
import Tensors

/// The weights of one linear map of a language model, in blocks as they come, or packed if each number stands by itself.
struct Projection: Sendable {
    private let weights: Storage
    private let bias: Tensor?

    private enum Storage: Sendable {
        case blocks(BlockMatrix)
        case packed(PackedMatrix)
    }

    /// - Shapes: `tensor` [outputs, inputs]; `bias` [outputs].
    init(_ tensor: GGUFTensor, bias: Tensor? = nil) throws {
        if case .blocks(let format) = tensor.element {
            weights = .blocks(
                try tensor.withBytes {
                    BlockMatrix($0, format, outputs: tensor.shape[0], inputs: tensor.shape[1])
                })
        } else {
            weights = .packed(try tensor.stored.packedMatrix())
        }
        self.bias = bias
    }

    /// - Shapes: `input` [T, inputs] → [T, outputs].
    func callAsFunction(_ input: Tensor) -> Tensor {
        switch weights {
        case .blocks(let matrix): linear(input, matrix, bias: bias)
        case .packed(let matrix): linear(input, matrix, bias: bias)
        }
    }
}
