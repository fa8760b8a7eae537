/// The chunks of a PNG file, as far as they are whole. Checksums are libpng's business.
struct PNGChunks: Sequence, IteratorProtocol {
    struct Chunk {
        let type: String
        let payload: Range<Int>
    }

    private let bytes: [UInt8]
    private var position = 8

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next() -> Chunk? {
        guard position + 12 <= bytes.count else { return nil }
        let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
        guard length <= bytes.count - position - 12 else { return nil }
        let type = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
        let start = position + 8
        position = start + length + 4
        return Chunk(type: type, payload: start..<start + length)
    }
}
