import Engine
import Formats
import Foundation
import Tensors
import Testing

@testable import Nodes

/// Truth: what ComfyUI writes, recorded by `Tests/Golden/Fonts/record_overlays.py`.
struct TextOverlayTests {
    private struct Recorded: Decodable {
        struct Case: Decodable {
            let shape: [Int]
            let text: String
            let size: Double
            let color, position, align: String
            let outline: Bool
            /// Floats, bit for bit.
            let written: [UInt32]?
        }

        struct Colour: Decodable {
            let text: String
            let levels: [UInt8]?

            init(from decoder: any Decoder) throws {
                var list = try decoder.unkeyedContainer()
                text = try list.decode(String.self)
                levels = try list.decodeIfPresent([UInt8].self)
            }
        }

        let cases: [Case]
        let colours: [Colour]
    }

    private static var folder: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Golden/Fonts")
    }

    private static func recorded() throws -> Recorded {
        let file = folder.appending(path: "overlays.json")
        return try JSONDecoder().decode(Recorded.self, from: Data(contentsOf: file))
    }

    private static func node(_ recorded: Recorded.Case, on pixels: Tensor) throws -> TextOverlay {
        let node = TextOverlay()
        node.images = Image(pixels: pixels)
        (node.text, node.fontSize, node.color) = (recorded.text, recorded.size, recorded.color)
        node.position = try #require(TextEdge(rawValue: recorded.position))
        node.align = try #require(TextAlignment(rawValue: recorded.align))
        node.outline = recorded.outline
        try withFolders { try node.run(RunContext(folders: $0)) }
        return node
    }

    @Test func `letters lie as ComfyUI writes them, byte for byte`() throws {
        let sheet = try Picture(path: Self.folder.appending(path: "overlays.png").path(percentEncoded: false))
        let (colours, alphas) = (sheet.pixels.array, try #require(sheet.alpha).array)
        var top = 0
        for recorded in try Self.recorded().cases {
            let (height, width) = (recorded.shape[1], recorded.shape[2])
            // On black there is what letters add, on white what they leave.
            let black = try Self.node(recorded, on: Tensor(zeros: [1, height, width, 3])).written.pixels.array
            let white = try Self.node(recorded, on: Tensor(repeating: 1, shape: [1, height, width, 3])).written.pixels
                .array
            var different = 0
            for y in 0..<height {
                for x in 0..<width {
                    let place = (top + y) * sheet.width + x
                    for channel in 0..<3 {
                        let added = colours[place * 3 + channel] * alphas[place]
                        let index = (y * width + x) * 3 + channel
                        if black[index] != added || white[index] != (1 - alphas[place]) + added { different += 1 }
                    }
                }
            }
            #expect(different == 0, "\(recorded.text), \(recorded.size) % of \(height) pixels: \(different) levels")
            top += height
        }
    }

    @Test func `pictures under letters are ComfyUI's to the last bit`() throws {
        for recorded in try Self.recorded().cases {
            guard let truth = recorded.written else { continue }
            let written = try Self.node(recorded, on: recordedPictures(recorded.shape)).written.pixels
            // A picture that nothing is written on stays gray.
            #expect(written.count == truth.count)
            #expect(written.array.map(\.bitPattern) == truth, "\(recorded.text)")
        }
    }

    @Test func `colours are read as Pillow reads them`() throws {
        for recorded in try Self.recorded().colours {
            let colour = try? WrittenColour(recorded.text)
            let levels = recorded.levels.map { $0.count == 3 ? $0 + [255] : $0 }
            #expect(colour.map { [$0.red, $0.green, $0.blue, $0.alpha] } == levels, "'\(recorded.text)'")
        }
    }

    @Test func `a text that is no colour is refused before anything runs`() throws {
        let node = TextOverlay()
        node.color = "notacolour"
        try withFolders { folders in
            #expect(throws: ColourError.unreadable("notacolour")) {
                node.images = Image(pixels: Tensor(zeros: [1, 8, 8, 3]))
                node.text = "a"
                try node.run(RunContext(folders: folders))
            }
        }
    }

    @Test(arguments: [2, 4])
    func `pictures that are neither coloured nor gray are refused`(channels: Int) throws {
        let node = TextOverlay()
        node.images = Image(pixels: Tensor(zeros: [1, 8, 8, channels]))
        node.text = "a"
        try withFolders { folders in
            #expect(throws: PixelError.otherChannels(channels, wanted: 3)) {
                try node.run(RunContext(folders: folders))
            }
        }
    }

    @Test func `a text of many words is written as fast as it is read`() throws {
        let node = TextOverlay()
        node.images = Image(pixels: Tensor(zeros: [1, 64, 64, 3]))
        node.text = String(repeating: "word", count: 20_000) + String(repeating: " word", count: 20_000)
        let began = ContinuousClock.now
        try withFolders { try node.run(RunContext(folders: $0)) }
        #expect(ContinuousClock.now - began < .seconds(20))
        #expect(node.written.pixels.array.contains { $0 > 0 })
    }
}
