import Foundation
import Tensors
import TestSupport
import Testing

@testable import Formats

struct VideoFileTests {
    /// A gradient with a square that wanders.
    private static func frames(_ count: Int, height: Int = 48, width: Int = 64) -> Tensor {
        var values: [Float] = []
        for frame in 0..<count {
            for row in 0..<height {
                for column in 0..<width {
                    let isSquare = 8..<24 ~= row && 4 * frame..<4 * frame + 16 ~= column
                    values += [
                        Float(column) / Float(width), isSquare ? 0.9 : Float(row) / Float(height), isSquare ? 0.1 : 0.5,
                    ]
                }
            }
        }
        return Tensor(values, shape: [count, height, width, 3])
    }

    private func worstFrame(_ a: Tensor, _ b: Tensor) -> Float {
        (0..<a.shape[0]).map { frame in
            let (one, other) = (a[rows: frame..<frame + 1].array, b[rows: frame..<frame + 1].array)
            let squares = zip(one, other).map { ($0 - $1) * ($0 - $1) }
            return (squares.reduce(0, +) / Float(squares.count)).squareRoot()
        }.reduce(0, max)
    }

    private func inFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
        let path = NSTemporaryDirectory() + "darkroom-video-\(UUID().uuidString).mp4"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try AtomicFile.write(bytes, to: path, existing: .kept)
        return try body(path)
    }

    @Test func `frames come back in their order, near what they were`() throws {
        let frames = Self.frames(10)
        let texts = [("prompt", "{\"1\": {}}"), ("workflow", "{}")]
        let bytes = try VideoFile.encode(frames, framesPerSecond: 24, quality: 10, texts: texts)
        try inFile(bytes) { path in
            let file = try VideoFile(path: path)
            #expect(file.width == 64 && file.height == 48)
            #expect(abs(file.framesPerSecond - 24) < 1e-9)
            #expect(abs(file.duration - 10.0 / 24) < 1e-9)
            #expect(file.texts == Dictionary(uniqueKeysWithValues: texts))
            let read = try file.frames()
            #expect(read.shape == frames.shape)
            #expect(worstFrame(read, frames) < 0.04)
            // A frame taken for its neighbour would be further away.
            #expect(worstFrame(frames[rows: 0..<9], frames[rows: 1..<10]) > 0.06)
        }
    }

    @Test func `a part is the frames that are shown in it`() throws {
        let frames = Self.frames(12)
        let bytes = try VideoFile.encode(frames, framesPerSecond: 12, quality: 10)
        try inFile(bytes) { path in
            let part = try VideoFile(path: path).frames(from: 0.5, duration: 0.25)
            #expect(part.shape[0] == 3)
            #expect(worstFrame(part, frames[rows: 6..<9]) < 0.04)
            #expect(throws: VideoError.self) { try VideoFile(path: path).frames(from: 2) }
        }
    }

    @Test func `the same frames give the same bytes`() throws {
        let frames = Self.frames(6)
        let first = try VideoFile.encode(frames, framesPerSecond: 24, quality: 23)
        #expect(try VideoFile.encode(frames, framesPerSecond: 24, quality: 23) == first)
        #expect(try VideoFile.encode(frames, framesPerSecond: 24, quality: 40).count < first.count)
    }

    @Test(arguments: [YUV420.Matrix.standard, .high, .wide])
    func `colours survive the way to brightness and back`(matrix: YUV420.Matrix) {
        for colour: [Float] in [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1], [0, 0, 0], [0.2, 0.7, 0.4]] {
            let plain = Tensor(shape: [1, 6, 6, 3]) { values in
                for index in 0..<108 { values[index] = colour[index % 3] }
            }
            let found = YUV420(plain, matrix).pixels(matrix)
            let error = zip(found.array, plain.array).map { abs($0 - $1) }.reduce(0, max)
            #expect(error < 0.012)
        }
    }

    @Test(arguments: [(33, 48), (48, 33), (8, 8)])
    func `a size that H.264 does not take is refused`(width: Int, height: Int) {
        #expect(throws: VideoError("the video", .size(width: width, height: height))) {
            try VideoFile.encode(Self.frames(1, height: height, width: width), framesPerSecond: 24, quality: 23)
        }
    }

    /// Every byte of the description cut off, or turned over, must be an error or do no harm.
    @Test func `a damaged file never stops the program`() throws {
        let whole = try VideoFile.encode(Self.frames(3), framesPerSecond: 24, quality: 30)
        for length in stride(from: 0, to: whole.count, by: 7) {
            _ = try? MP4Reader(Array(whole[..<length]))
        }
        let head = try #require(whole.firstRange(of: Array("mdat".utf8))).lowerBound
        for position in 0..<head {
            var damaged = whole
            damaged[position] = ~damaged[position]
            guard let reader = try? MP4Reader(damaged) else { continue }
            for sample in reader.samples { _ = try? reader.units(of: sample) }
        }
    }

    @Test func `every problem has its sentence`() {
        #expect(
            "\(VideoError("a.mp4", .codec("hvc1")))"
                == "a.mp4: its pictures are coded as 'hvc1', not as H.264 of 8 bits. Convert it to MP4 with H.264.")
        #expect("\(VideoError("a.txt", .noMP4))" == "a.txt: this is no MP4 or MOV file. Convert it to MP4 with H.264.")
    }
}
