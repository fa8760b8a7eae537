import Formats
import Kernels
import Tensors

/// The weights of one linear map of a language model, where they lie in the file or laid out for products.
struct Projection: Sendable {
    private let weights: Storage
    private let bias: Tensor?

    private enum Storage: Sendable {
        case blocks(BlockWeights)
        case numbers(MatrixWeights)
    }

    /// - Parameter isPrecise: whether the input is not to be rounded to bytes, however large the matrix is.
    /// - Shapes: `tensor` [outputs, inputs]; `bias` [outputs].
    init(_ tensor: GGUFTensor, bias: Tensor? = nil, isPrecise: Bool = false) throws {
        if case .blocks(let format) = tensor.element {
            weights = .blocks(BlockWeights(tensor, format, isPrecise: isPrecise))
        } else {
            weights = .numbers(try tensor.stored.matrixWeights())
        }
        self.bias = bias
    }

    /// - Shapes: `input` [T, inputs] → [T, outputs].
    /// - Throws: `FileError` if the file has changed.
    func callAsFunction(_ input: Tensor) throws -> Tensor {
        switch weights {
        case .blocks(let blocks): try blocks.withMatrix { linear(input, $0, bias: bias) }
        case .numbers(let weights): try weights.withMatrix { linear(input, $0, bias: bias) }
        }
    }

    /// Several maps of the same input, in one loop if all have blocks.
    ///
    /// - Shapes: `input` [T, inputs] → [T, outputs] each.
    static func all(_ projections: [Projection], of input: Tensor) throws -> [Tensor] {
        let blocks = projections.compactMap(\.blocks)
        guard blocks.count == projections.count else { return try projections.map { try $0(input) } }
        return try BlockWeights.withMatrices(blocks[...]) {
            linear(input, $0, biases: projections.map { $0.bias?.array })
        }
    }

    /// Those weights that can be laid out for products.
    var blocks: BlockWeights? {
        if case .blocks(let blocks) = weights { blocks } else { nil }
    }
}
