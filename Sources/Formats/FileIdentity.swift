import Crypto

/// What a file holds, as a short text: equal for equal contents wherever the files lie.
///
/// Files up to 64 MiB are hashed whole. Of larger ones (checkpoints), the size, the first and the last MiB, and 1,024
/// blocks of 16 KiB at even distances are: training, merging or converting a checkpoint changes nearly every number, and
/// its names and shapes stand in the first MiB, so that two checkpoints which agree in all of this are the same for
/// every practical purpose, at a hundredth of the time.
public struct FileIdentity: Sendable, Hashable, CustomStringConvertible {
    /// `sha256:` or `sampled:`, and 64 hexadecimal digits.
    public let description: String

    static let wholeUpTo = 64 << 20
    static let endByteCount = 1 << 20
    static let blockByteCount = 16 << 10
    static let blockCount = 1024

    public init(description: String) {
        self.description = description
    }

    /// - Throws: `FileError`, also if the file changes while it is read.
    public init(of path: String) throws(FileError) {
        let file = try OpenFile.reading(path)
        let stamp = try file.stamp()
        let isWhole = stamp.byteCount <= Self.wholeUpTo

        var hash = SHA256()
        if !isWhole { hash.update(data: Array("\(stamp.byteCount) ".utf8)) }
        for range in isWhole ? Self.pieces(of: stamp.byteCount) : Self.samples(of: stamp.byteCount) {
            hash.update(data: try file.read(range))
        }
        guard try file.stamp() == stamp else { throw FileError(path, .changed) }

        let digits = hash.finalize().map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        description = (isWhole ? "sha256:" : "sampled:") + digits.joined()
    }

    private static func pieces(of byteCount: Int) -> [Range<Int>] {
        stride(from: 0, to: byteCount, by: endByteCount).map { $0..<min($0 + endByteCount, byteCount) }
    }

    private static func samples(of byteCount: Int) -> [Range<Int>] {
        let middle = byteCount - 2 * endByteCount
        let blocks = (0..<blockCount).map { block in
            // Counted in blocks, because the product of a size and a count may not fit.
            let start = endByteCount + (middle - blockByteCount) / blockCount * block
            return start..<start + blockByteCount
        }
        return [0..<endByteCount] + blocks + [byteCount - endByteCount..<byteCount]
    }
}
