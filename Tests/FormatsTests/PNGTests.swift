import Formats
import Tensors
import TestSupport
import Testing

struct PNGTests {
    /// Colours, or colours and alpha, at widths around a vector.
    @Test(arguments: [(1, 1), (7, 3), (8, 3), (9, 4), (33, 4), (5, 1)])
    func `what is written reads back`(width: Int, channels: Int) throws {
        let levels = noise(5 * width * channels, seed: 3).map { (($0 + 1) * 127).rounded() }
        let pixels = Tensor(levels.map { $0 / 255 }, shape: [5, width, channels])
        let picture = try Picture(decoding: PNG.encode(pixels), name: "")
        // Dividing and multiplying by 255 may fall just below a level, which is then cut to the one below.
        let written = pixels.array.map { ($0 * 255).rounded(.down) / 255 }
        for index in 0..<5 * width {
            let colours = (0..<3).map { picture.pixels.array[3 * index + $0] }
            let truth = (0..<3).map { written[channels * index + (channels == 1 ? 0 : $0)] }
            #expect(colours == truth)
            if channels == 4 { #expect(picture.alpha?.array[index] == written[4 * index + 3]) }
        }
    }

    @Test func `values are clipped and cut, not rounded`() throws {
        let pixels = Tensor([-1, 0.999, 2, .nan, .infinity, 1.9999 / 255], shape: [1, 2, 3])
        let picture = try Picture(decoding: PNG.encode(pixels), name: "")
        #expect(picture.pixels.array.map { ($0 * 255).rounded() } == [0, 254, 255, 0, 255, 1])
    }

    @Test(arguments: 0...9)
    func `every compression level gives the same picture`(level: Int) throws {
        let pixels = Tensor((0..<300).map { Float($0 % 256) / 255 }, shape: [10, 10, 3])
        let file = PNG.encode(pixels, compressionLevel: level)
        #expect(
            try Picture(decoding: file, name: "").pixels.array
                == Picture(decoding: PNG.encode(pixels), name: "").pixels.array)
    }

    @Test func `texts are written as Pillow writes them`() throws {
        let texts = [("prompt", "{\"1\": \"\\u00e9\"}"), ("author", "Zoë"), ("title", "日本")]
        let file = PNG.encode(Tensor(zeros: [1, 1, 3]), text: texts)
        #expect(try Picture(decoding: file, name: "").metadata == Dictionary(uniqueKeysWithValues: texts))
        // Right after the header: length, type, key, zero, value.
        #expect(file[33..<41].elementsEqual([0, 0, 0, 22] + Array("tEXt".utf8)))
        #expect(file[41..<48].elementsEqual(Array("prompt".utf8) + [0]))
        let latin = Array("author".utf8) + [0, 0x5a, 0x6f, 0xeb]
        #expect(file.indices.contains { file[$0...].starts(with: latin) })
        let unicode = Array("iTXttitle".utf8) + [0, 0, 0, 0, 0] + Array("日本".utf8)
        #expect(file.indices.contains { file[$0...].starts(with: unicode) })
    }
}
