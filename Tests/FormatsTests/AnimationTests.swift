import Tensors
import TestSupport
import Testing

@testable import Formats

struct AnimationTests {
    /// Frames of bytes that change in a part; the third equals the second.
    private static func frames(channels: Int) -> Tensor {
        let first = noise(6 * 9 * channels, seed: 5).map { Float(Int(($0 + 1) * 127)) / 255 }
        var second = first
        for row in 2..<4 { for column in 3..<8 { second[(row * 9 + column) * channels] = 1 } }
        return Tensor(first + second + second + first, shape: [4, 6, 9, channels])
    }

    private static func bytes(_ frames: Tensor) -> [UInt8] { PNG.bytes(of: frames) }

    @Test(arguments: [3, 4]) func `a lossless WebP keeps every frame and its time`(channels: Int) throws {
        let frames = Self.frames(channels: channels)
        let file = try WebP.encode(frames, milliseconds: 166, isLossless: true, quality: 80, method: 4)
        let read = try WebP.frames(of: file)
        #expect(read.width == 9 && read.height == 6)
        // Equal frames are one that lasts longer.
        #expect(read.ends == [166, 498, 664])
        let wanted = Self.bytes(frames)
        let size = 6 * 9 * channels
        for (index, source) in [0, 1, 3].enumerated() {
            for pixel in 0..<54 {
                let found = read.pixels[(index * 54 + pixel) * 4..<(index * 54 + pixel) * 4 + 4]
                let truth = wanted[source * size + pixel * channels..<source * size + (pixel + 1) * channels]
                // What cannot be seen at all may have any colour.
                guard channels == 3 || truth.last != 0 else { continue }
                #expect(Array(found.prefix(channels)) == Array(truth))
            }
        }
    }

    @Test func `a lossy WebP is smaller and near`() throws {
        let smooth = Tensor(
            (0..<3 * 64 * 64).map { Float($0 / 3 % 64) / 64 }, shape: [1, 64, 64, 3])
        let lossy = try WebP.encode(smooth, milliseconds: 100, isLossless: false, quality: 80, method: 4)
        let picture = try Picture(decoding: lossy, name: "")
        let error = zip(picture.pixels.array, smooth.array).map { abs($0 - $1) }.reduce(0, max)
        #expect(error < 0.03)
    }

    @Test func `texts lie where ComfyUI looks for them`() throws {
        let texts = [("prompt", "{\"1\": {}}"), ("workflow", "{\"nodes\": []}")]
        let webp = try WebP.encode(
            Self.frames(channels: 3), milliseconds: 100, isLossless: true, quality: 80, method: 4, texts: texts)
        #expect(try Picture.metadata(in: webp, name: "") == Dictionary(uniqueKeysWithValues: texts))
        let png = AnimatedPNG.encode(Self.frames(channels: 3), milliseconds: 100, text: texts)
        #expect(try Picture.metadata(in: png, name: "") == Dictionary(uniqueKeysWithValues: texts))
    }

    @Test func `an animated PNG shows every frame for its time`() throws {
        let frames = Self.frames(channels: 3)
        let file = AnimatedPNG.encode(frames, milliseconds: 166)
        let chunks = Array(PNGChunks(file))
        #expect(
            chunks.map(\.type) == ["IHDR", "acTL", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT", "IEND"])
        // Two equal frames are one that lasts twice as long, and of later ones only the part that changes is kept.
        let controls = chunks.filter { $0.type == "fcTL" }.map { numbers(file[$0.payload]) }
        #expect(controls.map(\.sequence) == [0, 1, 3])
        #expect(controls.map(\.milliseconds) == [166, 332, 166])
        #expect(controls.map(\.place) == [[9, 6, 0, 0], [5, 2, 3, 2], [5, 2, 3, 2]])
        // What readers that know no animation see.
        #expect(try Picture(decoding: file, name: "").pixels.array == frames[rows: 0..<1].array)
    }

    @Test func `frames that are all alike are a picture`() {
        let still = AnimatedPNG.encode(Tensor(repeating: 0.5, shape: [3, 4, 4, 3]), milliseconds: 100)
        #expect(Array(PNGChunks(still)).map(\.type) == ["IHDR", "IDAT", "IEND"])
    }

    @Test(arguments: [1, 3, 4]) func `sixteen bits are written as they are read`(channels: Int) throws {
        let levels = (0..<5 * 7 * channels).map { Float($0 * 613 % 65536) / 65535 }
        let pixels = Tensor(levels, shape: [5, 7, channels])
        let samples = try Samples(decoding: PNG.encode16(pixels))
        #expect(samples.bytesPerSample == 2)
        for (index, level) in levels.enumerated() {
            let found = Int(samples.bytes[2 * index]) << 8 | Int(samples.bytes[2 * index + 1])
            #expect(found == Int((level * 65535).rounded(.down)))
        }
    }

    @Test func `a damaged or cut WebP is an error`() throws {
        let file = try WebP.encode(
            Self.frames(channels: 3), milliseconds: 100, isLossless: true, quality: 80, method: 4)
        for length in [13, 20, 40, file.count / 2, file.count - 9] {
            #expect(throws: PictureError.self) { try Picture(decoding: Array(file[..<length]), name: "") }
        }
    }

    private func numbers(_ control: ArraySlice<UInt8>) -> (sequence: Int, place: [Int], milliseconds: Int) {
        let bytes = Array(control)
        func number(_ index: Int) -> Int { bytes[index..<index + 4].reduce(0) { $0 << 8 | Int($1) } }
        return (number(0), [4, 8, 12, 16].map(number), Int(bytes[20]) << 8 | Int(bytes[21]))
    }
}
