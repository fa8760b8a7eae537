/// What a picture file says besides its pixels: texts by key, and how it is to be turned.
struct PictureTexts {
    private(set) var texts: [String: String] = [:]
    private(set) var orientation = Orientation.upright

    init(_ bytes: [UInt8]) throws(PictureError.Problem) {
        guard !bytes.isEmpty else { throw .empty }
        let kind = FileKind(head: bytes.prefix(64))
        switch kind {
        case .png:
            var room = PictureLimits.textByteCount
            for chunk in PNGChunks(bytes) {
                if chunk.type == "eXIf" {
                    take(EXIF(bytes[chunk.payload]))
                } else if let text = try PNGText(chunk, in: bytes, limit: room) {
                    room -= text.byteCount
                    texts[text.key] = text.value
                }
            }
        case .jpeg:
            for segment in JPEGSegments(bytes) where segment.marker == 0xe1 {
                let payload = bytes[segment.payload]
                guard payload.starts(with: "Exif\0\0".utf8) else { continue }
                take(EXIF(payload.dropFirst(6)))
            }
        case .webp:
            for chunk in WebPChunks(bytes) where chunk.name == "EXIF" {
                let payload = bytes[chunk.payload]
                // Some writers keep the mark that only JPEG asks for.
                take(EXIF(payload.starts(with: "Exif\0\0".utf8) ? payload.dropFirst(6) : payload))
            }
        default:
            throw .other(kind)
        }
    }

    private mutating func take(_ exif: EXIF) {
        if let orientation = exif.orientation { self.orientation = orientation }
        texts.merge(exif.texts) { _, new in new }
    }
}
