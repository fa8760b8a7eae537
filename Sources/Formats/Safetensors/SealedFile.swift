import JSON
import Tensors

/// A safetensors file with checksums at its end, for files that nobody watches over: every flipped bit and every lost byte
/// is noticed.
///
/// It is read by copying rather than mapped, so that nothing that happens to the file can hurt whoever reads it. Only tensors
/// of 32-bit floats are in it. The last tensor, `darkroom.checksums`, holds the SHA-256 of the header with its length, and
/// that of all data before the checksums.
public struct SealedFile: ~Copyable {
    public let path: String
    public let byteCount: Int
    public let metadata: [String: String]
    private let file: OpenFile
    private let header: SafetensorsHeader
    private let dataStart: Int
    private let dataSum: ArraySlice<UInt8>

    static let checksumName = "darkroom.checksums"
    static let checksumByteCount = 64

    /// Opens the file and checks the header against its checksum; no tensor is read.
    ///
    /// - Throws: `FileError` if it cannot be read; `SafetensorsError` or `SealError` if it is damaged.
    public init(path: String) throws {
        let file = try OpenFile.reading(path)
        let byteCount = try file.stamp().byteCount
        // Most headers are short: one piece has them whole.
        var text = try file.read(0..<min(byteCount, 8192))
        guard text.count >= 8 else { throw SafetensorsError(path, .tooShort(bytes: text.count)) }
        let stated = text[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard stated <= SafetensorsHeader.byteLimit else {
            throw SafetensorsError(path, .headerTooLarge(bytes: stated))
        }
        let dataStart = 8 + Int(stated)
        guard dataStart + Self.checksumByteCount <= byteCount else {
            throw SafetensorsError(path, .headerPastEnd(bytes: Int(stated), available: byteCount - 8))
        }
        if text.count < dataStart {
            text += try file.read(text.count..<dataStart)
        } else {
            text.removeLast(text.count - dataStart)
        }
        let sums = try file.read(byteCount - Self.checksumByteCount..<byteCount)
        guard text.count == dataStart, sums.count == Self.checksumByteCount else { throw FileError(path, .changed) }
        guard Digest(of: text).bytes == Array(sums.prefix(32)) else { throw SealError(path, .header) }

        let data = byteCount - dataStart
        let header = try SafetensorsHeader(text.span.extracting(8..<dataStart), dataByteCount: data, path: path)
        guard let last = header.entries.last, last.name == Self.checksumName,
            last.bytes == data - Self.checksumByteCount..<data
        else { throw SealError(path, .unsealed) }
        self.path = path
        self.byteCount = byteCount
        metadata = header.metadata
        self.header = header
        self.file = file
        self.dataStart = dataStart
        dataSum = sums.suffix(32)
    }

    /// All tensors by name.
    ///
    /// - Throws: `FileError` if the file cannot be read; `SealError` if it is damaged.
    public func tensors() throws -> [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        var sum = Digest()
        for entry in header.entries.dropLast() {
            guard entry.type == .float32 else { throw SealError(path, .unsealed) }
            let bytes = try file.read(dataStart + entry.bytes.lowerBound..<dataStart + entry.bytes.upperBound)
            guard bytes.count == entry.bytes.count else { throw FileError(path, .changed) }
            sum.append(bytes)
            tensors[entry.name] = try StoredTensor(
                shape: entry.shape, element: .float32, source: HeldWeights(elements: bytes)
            ).tensor()
        }
        guard sum.bytes == Array(dataSum) else { throw SealError(path, .data) }
        return tensors
    }
}

/// Damage of a sealed file.
public struct SealError: Error, Hashable, Sendable {
    public let path: String
    public let problem: Problem

    public enum Problem: Hashable, Sendable {
        case header
        case data
        case unsealed
    }

    init(_ path: String, _ problem: Problem) {
        self.path = path
        self.problem = problem
    }
}

extension SealError: CustomStringConvertible {
    /// Where: what happened. What to do.
    public var description: String { "\(path.legible(limit: 400)): \(fact). Remove the file; it will be made anew." }

    private var fact: String {
        switch problem {
        case .header: "the table of contents does not agree with its checksum"
        case .data: "the data do not agree with their checksum"
        case .unsealed: "there are no checksums where they should be"
        }
    }
}
