/// The segments of a JPEG file before its first scan, as far as they are whole.
struct JPEGSegments: Sequence, IteratorProtocol {
    struct Segment {
        let marker: UInt8
        let payload: Range<Int>
    }

    private let bytes: [UInt8]
    private var position = 2

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next() -> Segment? {
        while position < bytes.count, bytes[position] == 0xff, position + 1 < bytes.count, bytes[position + 1] == 0xff {
            position += 1  // padding before a marker
        }
        guard position + 4 <= bytes.count, bytes[position] == 0xff else { return nil }
        let marker = bytes[position + 1]
        let startOfScan: UInt8 = 0xda
        guard marker != startOfScan else { return nil }
        // The length counts its own two bytes.
        let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
        guard length >= 2, position + 2 + length <= bytes.count else { return nil }
        let payload = position + 4..<position + 2 + length
        position = payload.upperBound
        return Segment(marker: marker, payload: payload)
    }
}
