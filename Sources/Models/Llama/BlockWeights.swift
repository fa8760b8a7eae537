import Formats
import Kernels
import Synchronization

/// A matrix of blocks: in its file until it is laid out for products.
final class BlockWeights: Sendable {
    private let tensor: GGUFTensor
    private let format: BlockFormat
    private let addsRemainder: Bool
    private let laidOut = Mutex<BlockMatrix?>(nil)

    /// A matrix that stays in the processor's cache can well be gone through twice.
    private static let smallByteCount = 1 << 18

    /// - Parameter isPrecise: whether the input is not to be rounded to bytes, however large the matrix is.
    /// - Shapes: `tensor` [outputs, inputs].
    init(_ tensor: GGUFTensor, _ format: BlockFormat, isPrecise: Bool) {
        self.tensor = tensor
        self.format = format
        byteCount = tensor.count / format.blockLength * format.blockByteCount
        addsRemainder = isPrecise || byteCount <= Self.smallByteCount
    }

    /// Bytes in the file.
    let byteCount: Int

    /// - Shapes: the matrix [outputs, inputs].
    /// - Throws: `FileError` if the file has changed; whatever `body` throws.
    func withMatrix<Result>(_ body: (BlockMatrix) throws -> Result) throws -> Result {
        if let matrix = laidOut.withLock({ $0 }) { return try body(matrix) }
        return try tensor.withResidentBytes { bytes in
            // The matrix lives no longer than the bytes.
            try body(
                unsafe BlockMatrix(
                    inPlace: bytes, format, outputs: tensor.shape[0], inputs: tensor.shape[1],
                    addsRemainder: addsRemainder))
        }
    }

    static func withMatrices<Result>(
        _ weights: ArraySlice<BlockWeights>, _ matrices: [BlockMatrix] = [], _ body: ([BlockMatrix]) throws -> Result
    ) throws -> Result {
        guard let first = weights.first else { return try body(matrices) }
        return try first.withMatrix { try withMatrices(weights.dropFirst(), matrices + [$0], body) }
    }

    /// Copies the weights out of the file, whose pages are given back; products are faster from then on, and the same.
    ///
    /// - Throws: `FileError` if the file has changed.
    func layOut() throws {
        guard laidOut.withLock({ $0 == nil }) else { return }
        let matrix = try tensor.withBytesToGiveBack { bytes, giveBack in
            BlockMatrix(
                bytes, format, outputs: tensor.shape[0], inputs: tensor.shape[1], addsRemainder: addsRemainder,
                giveBack: giveBack)
        }
        laidOut.withLock { $0 = matrix }
    }
}
