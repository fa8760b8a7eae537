/// The first directory of an EXIF block: orientation, and texts of the form `key:json`, as ComfyUI's savers write them.
///
/// Damage is not an error; what can be read is.
/// - Source: TIFF 6.0, section 2; EXIF 2.32, section 4.6.
struct EXIF {
    private(set) var orientation: Orientation?
    private(set) var texts: [String: String] = [:]

    private static let orientationTag = 0x0112
    /// `prompt` goes to the camera's model, `workflow` and others to the tags before it.
    private static let lastTextTag = 0x0110

    init(_ block: ArraySlice<UInt8>) {
        let reader = Reader(bytes: block)
        guard let reader, let directory = reader.number(at: 4, size: 4),
            let count = reader.number(at: directory, size: 2)
        else { return }

        for index in 0..<count {
            let entry = directory + 2 + 12 * index
            guard let tag = reader.number(at: entry, size: 2), let type = reader.number(at: entry + 2, size: 2),
                let length = reader.number(at: entry + 4, size: 4)
            else { return }
            if tag == Self.orientationTag, type == 3, length == 1 {
                orientation = reader.number(at: entry + 8, size: 2).flatMap(Orientation.init)
            } else if tag <= Self.lastTextTag, type == 2 {
                let start = length <= 4 ? entry + 8 : reader.number(at: entry + 8, size: 4)
                if let start, let text = reader.text(at: start, length: length) { take(text) }
            }
        }
    }

    private mutating func take(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else { return }
        let value = text[text.index(after: colon)...]
        guard let first = value.first, first == "{" || first == "[" else { return }
        texts[String(text[..<colon])] = String(value)
    }

    /// Numbers of a TIFF block, in the byte order that it begins with. Offsets have at most 32 bits, so that sums fit.
    private struct Reader {
        let bytes: ArraySlice<UInt8>
        let isLittleEndian: Bool

        init?(bytes: ArraySlice<UInt8>) {
            self.bytes = bytes
            if bytes.starts(with: [0x49, 0x49, 42, 0]) {
                isLittleEndian = true
            } else if bytes.starts(with: [0x4d, 0x4d, 0, 42]) {
                isLittleEndian = false
            } else {
                return nil
            }
        }

        func number(at offset: Int, size: Int) -> Int? {
            guard offset + size <= bytes.count else { return nil }
            let digits = bytes[bytes.startIndex + offset..<bytes.startIndex + offset + size]
            return isLittleEndian
                ? digits.reversed().reduce(0) { $0 << 8 | Int($1) } : digits.reduce(0) { $0 << 8 | Int($1) }
        }

        func text(at offset: Int, length: Int) -> String? {
            guard offset + length <= bytes.count else { return nil }
            let part = bytes[bytes.startIndex + offset..<bytes.startIndex + offset + length]
            return String(validating: part.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
