/// A text chunk of a PNG file: `tEXt`, `zTXt` or `iTXt`.
///
/// - Source: PNG specification (third edition), section 11.3.3.
struct PNGText {
    let key: String
    let value: String
    /// Unpacked.
    let byteCount: Int

    /// - Returns: nil if this is another chunk, or a malformed one, which pictures do well without.
    init?(_ chunk: PNGChunks.Chunk, in bytes: [UInt8], limit: Int) throws(PictureError.Problem) {
        var fields = Fields(rest: bytes[chunk.payload])
        switch chunk.type {
        // ComfyUI's animations have a chunk of its own, for readers that stop at the first text after the pixels.
        case "tEXt", "comf":
            guard let key = fields.text() else { return nil }
            self.key = latin1(key)
            value = latin1(fields.rest)
            byteCount = chunk.payload.count
        case "zTXt":
            guard let key = fields.text(), fields.byte() == 0,
                let text = try ImageCodec.inflate(Array(fields.rest), limit: limit)
            else { return nil }
            self.key = latin1(key)
            value = latin1(text[...])
            byteCount = text.count
        case "iTXt":
            guard let key = fields.text(), let isPacked = fields.byte(), let method = fields.byte(), method == 0,
                fields.text() != nil, fields.text() != nil
            else { return nil }
            var text = Array(fields.rest)
            if isPacked == 1 {
                guard let unpacked = try ImageCodec.inflate(text, limit: limit) else { return nil }
                text = unpacked
            }
            guard let value = String(validating: text, as: UTF8.self) else { return nil }
            self.key = latin1(key)
            self.value = value
            byteCount = text.count
        default:
            return nil
        }
        guard byteCount <= limit else { throw .textsTooLarge }
    }

    /// A cursor over fields that end with a zero byte.
    private struct Fields {
        var rest: ArraySlice<UInt8>

        mutating func text() -> ArraySlice<UInt8>? {
            guard let end = rest.firstIndex(of: 0) else { return nil }
            defer { rest = rest[(end + 1)...] }
            return rest[..<end]
        }

        mutating func byte() -> UInt8? { rest.popFirst() }
    }
}

/// Latin-1, in which every byte is the character of that number.
private func latin1(_ bytes: ArraySlice<UInt8>) -> String {
    // Most texts are JSON in ASCII, for which the quick way gives the same.
    if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: bytes.lazy.map { Unicode.Scalar($0) })
    return String(text)
}
