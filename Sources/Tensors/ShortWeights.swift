import Kernels

/// Weights that are given as 32-bit floats but lie in eight bits or fewer, as products can open them.
public protocol ShortWeights: WeightSource {
    var format: ShortFormat { get }

    /// The weights as they lie, row after row.
    var codes: any WeightSource { get }

    /// What each row is multiplied with, or one number for all; empty if nothing is.
    ///
    /// - Throws: what the source throws.
    func scales() throws -> [Float]
}

/// The weights of a linear layer in eight bits or fewer, opened whenever a product needs them.
public struct ShortRows: Sendable {
    let format: ShortFormat
    let codes: any WeightSource
    let scales: [Float]
    let outputs: Int
    let inputs: Int

    /// Calls `body` with the weights as a matrix that lives as long as the call.
    ///
    /// - Throws: what the source throws; whatever `body` throws.
    func withMatrix<Result>(_ body: (PackedMatrix) throws -> Result) throws -> Result {
        try codes.withResidentBytes { bytes in
            try withOpenMatrix(bytes, format, scales: scales, outputs: outputs, inputs: inputs, body)
        }
    }
}

extension StoredTensor {
    /// Bytes that the tensor takes where it lies.
    public var byteCount: Int {
        guard let format = (source as? any ShortWeights)?.format else { return count * element.byteCount }
        return count / format.runLength * format.runByteCount
    }

    /// The weights of a linear layer as they lie, if that is a short form; those that cost something to ask for are kept.
    ///
    /// - Shapes: self [outputs, inputs] or [outputs, inputs, 1, 1].
    /// - Throws: what the source throws.
    func shortRows() throws -> ShortRows? {
        let inputs = shape.dropFirst().reduce(1, *)
        let format: ShortFormat
        var codes = source
        var scales: [Float] = []
        if let short = source as? any ShortWeights {
            (format, codes) = (short.format, short.codes)
            scales = try short.scales()
        } else if let floats = smallFloats {
            format = floats
        } else {
            return nil
        }
        guard inputs.isMultiple(of: format.runLength) else { return nil }
        if !codes.isResident { codes = try KeptBytes(of: codes) }
        return ShortRows(format: format, codes: codes, scales: scales, outputs: shape[0], inputs: inputs)
    }
}

/// What a source gave once.
private struct KeptBytes: WeightSource {
    private let bytes: [UInt8]

    init(of source: any WeightSource) throws {
        bytes = try source.withBytes { bytes in unsafe bytes.withUnsafeBytes { unsafe Array($0) } }
    }

    var isResident: Bool { true }

    func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result { try unsafe body(bytes.span.bytes) }
}
