import Testing

@testable import Formats

struct EXIFTests {
    @Test(arguments: [true, false])
    func `orientation and texts are read in both byte orders`(isLittleEndian: Bool) {
        let exif = EXIF(block(isLittleEndian: isLittleEndian)[...])
        #expect(exif.orientation == .turnedLeft)
        #expect(exif.texts == ["prompt": "{\"1\":2}"])
    }

    @Test func `no cut and no flipped bit does harm`() {
        let whole = block(isLittleEndian: true)
        for length in 0..<whole.count { _ = EXIF(whole.prefix(length)) }
        for position in 0..<whole.count * 8 {
            var damaged = whole
            damaged[position / 8] ^= 1 << (position % 8)
            _ = EXIF(damaged[...])
        }
    }

    /// One directory with an orientation and a camera model that holds a prompt.
    private func block(isLittleEndian: Bool) -> [UInt8] {
        func number(_ value: Int, _ size: Int) -> [UInt8] {
            let digits = (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            return isLittleEndian ? digits : digits.reversed()
        }
        let text = Array("prompt:{\"1\":2}\0".utf8)
        let model = number(0x0110, 2) + number(2, 2) + number(text.count, 4) + number(38, 4)
        let orientation = number(0x0112, 2) + number(3, 2) + number(1, 4) + number(6, 2) + [0, 0]
        return Array((isLittleEndian ? "II" : "MM").utf8) + number(42, 2) + number(8, 4) + number(2, 2) + model
            + orientation + number(0, 4) + text
    }
}
