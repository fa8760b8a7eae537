/// The chunks of a WebP file, as far as they are whole.
///
/// - Source: WebP Container Specification, Google; RIFF: a name of four letters, a length, the bytes, padded to even.
struct WebPChunks: Sequence, IteratorProtocol {
    struct Chunk {
        let name: String
        let payload: Range<Int>
    }

    private let bytes: [UInt8]
    private var position = 12

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next() -> Chunk? {
        guard position + 8 <= bytes.count else { return nil }
        let length = bytes[position + 4..<position + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= bytes.count - position - 8 else { return nil }
        let start = position + 8
        let name = String(decoding: bytes[position..<position + 4], as: UTF8.self)
        position = start + length + length % 2
        return Chunk(name: name, payload: start..<start + length)
    }
}
