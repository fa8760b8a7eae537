import Crypto
import Tensors

/// The SHA-256 of bytes that come piece by piece.
public struct Digest: Sendable {
    private var hash = SHA256()

    public init() {}

    public init(of bytes: [UInt8]) {
        append(bytes)
    }

    public mutating func append(_ piece: [UInt8]) {
        hash.update(data: piece)
    }

    public mutating func append(_ piece: RawSpan) {
        unsafe piece.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
    }

    /// The bits of a tensor's elements, and its shape.
    public mutating func append(_ tensor: Tensor) {
        append(Array("\(tensor.shape)".utf8))
        unsafe append(tensor.values.bytes)
    }

    /// The 32 bytes of the digest.
    public var bytes: [UInt8] { Array(hash.finalize()) }
}
