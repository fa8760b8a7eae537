import Formats
import Tensors
import Testing

struct PictureErrorTests {
    static let good = PNG.encode(Tensor(zeros: [4, 4, 3]))

    @Test(
        arguments: [
            ([], "the file is empty. Wait until it has been written, or copy it again."),
            (
                Array("not a picture".utf8),
                "this is a file of unknown kind, not a PNG, JPEG or WebP picture. Convert it to PNG."
            ),
            (
                Array("<html>".utf8),
                "this is a web page, not a PNG, JPEG or WebP picture. Download the picture itself."
            ),
            (
                header(width: 60_000, height: 60_000),
                "60000 × 60000 pixels are over the limit of 16384 a side and 268 million in all. Scale it down first."
            ),
            (
                header(width: 16_384, height: 16_384),
                "16384 × 16384 pixels are over the limit of 16384 a side and 268 million in all. Scale it down first."
            ),
            (
                Array(good.prefix(40)),
                "this PNG is damaged (the file ends too early). Save it again, or download it again."
            ),
            (
                good.prefix(54) + [good[54] ^ 1] + good[55...],
                "this PNG is damaged (IDAT: CRC error). Save it again, or download it again."
            ),
            (
                [0xff, 0xd8, 0xff, 0xd9],
                "this JPEG is damaged (JPEG datastream contains no image). Save it again, or download it again."
            ),
        ] as [([UInt8], String)])
    func `a picture that is none is refused in one sentence`(contents: [UInt8], sentence: String) {
        let error = #expect(throws: PictureError.self) { try Picture(decoding: contents, name: "input/x.png") }
        #expect(error.map { "\($0)" } == "input/x.png: \(sentence)")
    }

    @Test func `every cut of a picture is refused`() {
        for length in 0..<Self.good.count {
            #expect(throws: PictureError.self) { try Picture(decoding: Array(Self.good.prefix(length)), name: "") }
        }
    }

    @Test func `every flipped bit is refused or harmless`() {
        // A checksum covers every byte of a chunk; what survives is the same picture.
        for position in 0..<Self.good.count * 8 {
            var damaged = Self.good
            damaged[position / 8] ^= 1 << (position % 8)
            if let picture = try? Picture(decoding: damaged, name: "") {
                #expect(picture.pixels.array.allSatisfy { $0 == 0 })
            }
        }
    }

    /// A PNG that ends after claiming its size.
    static func header(width: Int, height: Int) -> [UInt8] {
        // Made from a small one, whose size is then overwritten; the checksum is that of the new header.
        var file = PNG.encode(Tensor(zeros: [1, 1, 1]))
        for (offset, value) in [(16, width), (20, height)] {
            for byte in 0..<4 { file[offset + byte] = UInt8(truncatingIfNeeded: value >> (24 - 8 * byte)) }
        }
        let checksum = crc32(Array(file[12..<29]))
        for byte in 0..<4 { file[29 + byte] = UInt8(truncatingIfNeeded: checksum >> UInt32(24 - 8 * byte)) }
        return file
    }

    /// The checksum by its definition, bit by bit.
    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { remainder, byte in
            (0..<8).reduce(remainder ^ UInt32(byte)) { value, _ in value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }
}
