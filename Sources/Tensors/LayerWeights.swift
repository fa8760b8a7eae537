import Kernels

/// The weights of a linear layer: packed, used where they lie, or opened where they lie whenever a product needs them.
public enum MatrixWeights: Sendable {
    case packed(PackedMatrix)
    case stored(StoredTensor, WeightElement)
    case short(ShortRows)

    /// - Throws: what the source throws; whatever `body` throws.
    public func withMatrix<Result>(_ body: (PackedMatrix) throws -> Result) throws -> Result {
        switch self {
        case .packed(let matrix): try body(matrix)
        case .short(let rows): try rows.withMatrix(body)
        case .stored(let stored, let element):
            try stored.source.withResidentBytes { bytes in
                stored.checkSize(of: bytes)
                // The matrix lives no longer than the bytes.
                return try body(
                    unsafe PackedMatrix(
                        inPlace: bytes, element: element, outputs: stored.shape[0], inputs: stored.shape[1]))
            }
        }
    }
}

/// The weights of a convolution: packed, or used where they lie.
public enum ConvolutionWeights: Sendable {
    case packed(PackedConvolution)
    case stored(StoredTensor, WeightElement)

    /// - Throws: what the source throws; whatever `body` throws.
    public func withConvolution<Result>(_ body: (PackedConvolution) throws -> Result) throws -> Result {
        switch self {
        case .packed(let convolution): try body(convolution)
        case .stored(let stored, let element):
            try stored.source.withResidentBytes { bytes in
                stored.checkSize(of: bytes)
                let shape = stored.shape
                // The convolution lives no longer than the bytes.
                return try body(
                    unsafe PackedConvolution(
                        inPlace: bytes, element: element, outputs: shape[0], inputs: shape[1],
                        kernelHeight: shape.count == 2 ? 1 : shape[2], kernelWidth: shape.count == 2 ? 1 : shape[3]))
            }
        }
    }
}

extension StoredTensor {
    /// The weights of a linear layer, as little moved as possible.
    ///
    /// - Shapes: self [outputs, inputs] or [outputs, inputs, 1, 1].
    /// - Throws: what the source throws.
    public func matrixWeights() throws -> MatrixWeights {
        if let rows = try shortRows() { return .short(rows) }
        if source.isResident, let element = packableElement { return .stored(self, element) }
        return .packed(try packedMatrix())
    }

    /// The weights of a convolution, as little moved as possible.
    ///
    /// - Shapes: self [outputs, inputs, height, width] or [outputs, inputs], which is a kernel of 1 × 1.
    /// - Throws: what the source throws.
    public func convolutionWeights(stride: Int) throws -> ConvolutionWeights {
        let kernel = shape.count == 2 ? [1, 1] : Array(shape.dropFirst(2))
        let canStay = PackedConvolution.canStay(
            inputs: shape[1], kernelHeight: kernel[0], kernelWidth: kernel[1], stride: stride)
        if canStay, source.isResident, let element = packableElement { return .stored(self, element) }
        return .packed(try packedConvolution(stride: stride))
    }
}
