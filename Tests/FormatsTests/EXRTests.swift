import Formats
import Tensors
import Testing

struct EXRTests {
    /// Read back by the layout that the OpenEXR project publishes.
    @Test(arguments: [(1, ["Y"]), (3, ["B", "G", "R"]), (4, ["A", "B", "G", "R"])])
    func `values are written as they are, channel by channel`(channels: Int, names: [String]) throws {
        let values = (0..<2 * 3 * channels).map { Float($0) * 1.5 - 2 }
        let file = EXR.encode(
            Tensor(values, shape: [2, 3, channels]), primaries: .standard, texts: [("prompt", "{}")])
        #expect(Array(file[..<8]) == [0x76, 0x2f, 0x31, 0x01, 2, 0, 0, 0])

        var attributes: [String: [UInt8]] = [:]
        var position = 8
        func text() -> String {
            let end = file[position...].firstIndex(of: 0) ?? file.endIndex
            defer { position = end + 1 }
            return String(decoding: file[position..<end], as: UTF8.self)
        }
        func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reversed().reduce(0) { $0 << 8 | Int($1) } }
        while file[position] != 0 {
            let name = text()
            _ = text()
            let size = number(file[position..<position + 4])
            attributes[name] = Array(file[position + 4..<position + 4 + size])
            position += 4 + size
        }
        position += 1
        #expect(attributes["compression"] == [0])
        #expect(attributes["dataWindow"] == [0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0])
        #expect(attributes["prompt"] == Array("{}".utf8))
        let list = try #require(attributes["channels"])
        #expect(list.count == 18 * channels + 1)
        #expect(names == (0..<channels).map { String(decoding: [list[18 * $0]], as: UTF8.self) })

        let order = channels == 1 ? [0] : channels == 3 ? [2, 1, 0] : [3, 2, 1, 0]
        for row in 0..<2 {
            let start = number(file[position + 8 * row..<position + 8 * row + 8])
            #expect(number(file[start..<start + 4]) == row)
            #expect(number(file[start + 4..<start + 8]) == 12 * channels)
            for (place, channel) in order.enumerated() {
                for column in 0..<3 {
                    let offset = start + 8 + 4 * (place * 3 + column)
                    let bits = UInt32(number(file[offset..<offset + 4]))
                    #expect(Float(bitPattern: bits) == values[(row * 3 + column) * channels + channel])
                }
            }
        }
    }
}
