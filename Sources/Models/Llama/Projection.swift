import Formats
import Kernels
import Tensors

/// The weights of one linear map of a language model: blocks side by side, or numbers as they lie in the file.
struct Projection: Sendable {
    private let weights: Storage
    private let bias: Tensor?

    private enum Storage: Sendable {
        case blocks(BlockMatrix)
        case numbers(MatrixWeights)
    }

    /// - Parameter isPrecise: whether the input is not to be rounded to bytes, however large the matrix is.
    /// - Shapes: `tensor` [outputs, inputs]; `bias` [outputs].
    init(_ tensor: GGUFTensor, bias: Tensor? = nil, isPrecise: Bool = false) throws {
        if case .blocks(let format) = tensor.element {
            weights = .blocks(try BlockMatrix(tensor, format, isPrecise: isPrecise))
        } else {
            weights = .numbers(try tensor.stored.matrixWeights())
        }
        self.bias = bias
    }

    /// - Shapes: `input` [T, inputs] → [T, outputs].
    /// - Throws: `FileError` if the file has changed.
    func callAsFunction(_ input: Tensor) throws -> Tensor {
        switch weights {
        case .blocks(let matrix): linear(input, matrix, bias: bias)
        case .numbers(let weights): try weights.withMatrix { linear(input, $0, bias: bias) }
        }
    }

    /// Several maps of the same input, in one loop if all have blocks.
    ///
    /// - Shapes: `input` [T, inputs] → [T, outputs] each.
    static func all(_ projections: [Projection], of input: Tensor) throws -> [Tensor] {
        let matrices = projections.compactMap(\.matrix)
        guard matrices.count == projections.count else { return try projections.map { try $0(input) } }
        return linear(input, matrices, biases: projections.map { $0.bias?.array })
    }

    private var matrix: BlockMatrix? {
        if case .blocks(let matrix) = weights { matrix } else { nil }
    }
}

/// The map from the stream to the words, which is kept in memory whatever becomes of the file.
struct WordProjection: Sendable {
    private let weights: Storage

    private enum Storage: Sendable {
        case blocks(BlockMatrix)
        case packed(PackedMatrix)
    }

    /// - Shapes: `tensor` [outputs, inputs].
    init(_ tensor: GGUFTensor, isPrecise: Bool = false) throws {
        if case .blocks(let format) = tensor.element {
            weights = .blocks(try BlockMatrix(tensor, format, isPrecise: isPrecise))
        } else {
            weights = .packed(try tensor.stored.packedMatrix())
        }
    }

    /// - Shapes: `input` [T, inputs] → [T, outputs].
    func callAsFunction(_ input: Tensor) -> Tensor {
        switch weights {
        case .blocks(let matrix): linear(input, matrix)
        case .packed(let matrix): linear(input, matrix)
        }
    }
}

extension BlockMatrix {
    /// A matrix that stays in the processor's cache can well be gone through twice.
    private static let smallByteCount = 1 << 20

    /// - Shapes: `tensor` [outputs, inputs].
    fileprivate init(_ tensor: GGUFTensor, _ format: BlockFormat, isPrecise: Bool) throws {
        self = try tensor.withBytes { bytes in
            BlockMatrix(
                bytes, format, outputs: tensor.shape[0], inputs: tensor.shape[1],
                addsRemainder: isPrecise || bytes.byteCount <= Self.smallByteCount)
        }
    }
}
