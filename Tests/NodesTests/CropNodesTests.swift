import Engine
import Foundation
import JSON
import Tensors
import Testing

@testable import Nodes

/// Truth: what ComfyUI cuts out, recorded by `Tests/Golden/Detection/record_crops.py`.
struct CropNodesTests {
    private struct Recorded: Decodable {
        struct Masked: Decodable {
            let picture: [Int]
            let mask: [Double]
            let width, height: Int
            let padFactor: Double
            let growMask: Int
            let background: String
            let bytes: [Int]
        }

        struct Cut: Decodable {
            let region: String
            let shape: [Int]
            let first: Float
        }

        let toMask: [Masked]
        let cut: [Cut]
    }

    private static func recorded() throws -> Recorded {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "Golden/Detection/crops.json")
        return try JSONDecoder().decode(Recorded.self, from: Data(contentsOf: file))
    }

    /// A diamond in the upper right, with a soft edge.
    private static func masks(_ shape: [Int], inside: Double, outside: Double) -> Tensor {
        let (height, width) = (Double(shape[1]), Double(shape[2]))
        var values: [Float] = []
        for n in 0..<shape[0] {
            for y in 0..<shape[1] {
                for x in 0..<shape[2] {
                    let across = abs(Double(x) - 0.6 * width) / width
                    let distance = across + abs(Double(y) - 0.4 * height + Double(3 * n)) / height
                    let soft = (max(0, min((0.3 - distance) * 8, 1)) * 64).rounded(.toNearestOrEven) / 64
                    values.append(Float(outside + (inside - outside) * soft))
                }
            }
        }
        return Tensor(values, shape: shape)
    }

    @Test func `what masks show is cut out as ComfyUI cuts it, to one level`() throws {
        for recorded in try Self.recorded().toMask {
            let node = ImageCropToMask()
            node.images = Image(pixels: recordedPictures(recorded.picture + [3]))
            node.masks = Mask(
                values: Self.masks(
                    recorded.mask.prefix(3).map { Int($0) }, inside: recorded.mask[3], outside: recorded.mask[4]))
            (node.width, node.height) = (recorded.width, recorded.height)
            (node.padFactor, node.growMask) = (recorded.padFactor, recorded.growMask)
            node.background = recorded.background
            try withFolders { try node.run(RunContext(folders: $0)) }
            #expect(node.cut.pixels.shape == [recorded.picture[0], recorded.height, recorded.width, 3])
            let differences = zip(node.cut.pixels.array, recorded.bytes).map { abs(Int(($0 * 255).rounded()) - $1) }
            // A share of the mask that is half a level may fall to either side.
            #expect(differences.allSatisfy { $0 <= 1 }, "\(recorded.mask), \(recorded.background)")
            #expect(differences.count { $0 > 0 } * 1000 <= differences.count, "\(recorded.mask)")
        }
    }

    @Test func `masks in another number than pictures are refused`() throws {
        let node = ImageCropToMask()
        node.images = Image(pixels: recordedPictures([3, 8, 8, 3]))
        node.masks = Mask(values: Tensor(zeros: [2, 8, 8]))
        (node.width, node.height, node.padFactor, node.growMask) = (64, 64, 1, 0)
        try withFolders { folders in
            #expect(throws: PixelError.self) { try node.run(RunContext(folders: folders)) }
        }
    }

    @Test func `rectangles are cut out as ComfyUI cuts them`() throws {
        for recorded in try Self.recorded().cut {
            let node = ImageCropV2()
            node.image = Image(pixels: recordedPictures([1, 20, 30, 3]))
            node.cropRegion = WrittenBox(json: try JSONValue(parsing: recorded.region))
            try withFolders { try node.run(RunContext(folders: $0)) }
            #expect(node.cut.pixels.shape == recorded.shape, "\(recorded.region)")
            #expect(node.cut.pixels.array[0] == recorded.first, "\(recorded.region)")
        }
    }

    @Test func `a rectangle comes along a link as well, but no list of them`() throws {
        let box = BoundingBox(x: 2, y: 3, width: 4, height: 5)
        let single = try #require(WrittenBox.accepting(BoundingBoxes.single(box)))
        #expect(try single.sides() == (2, 3, 4, 5))
        let list = try #require(WrittenBox.accepting(BoundingBoxes.frames([[box]])))
        #expect(throws: DetectionError.noRectangle(found: "a list")) { try list.sides() }
    }

    @Test(arguments: [
        ("7", "crop_region: 7 is no rectangle. Give one of whole numbers: {\"x\", \"y\", \"width\", \"height\"}."),
        (
            "{\"x\": 1.5}",
            "crop_region: x 1.5 is no rectangle. Give one of whole numbers: {\"x\", \"y\", \"width\", \"height\"}."
        ),
    ])
    func `what is no rectangle is told so`(written: String, sentence: String) throws {
        let box = WrittenBox(json: try JSONValue(parsing: written))
        let error = #expect(throws: DetectionError.self) { _ = try box.sides() }
        #expect(error?.description == sentence)
    }

    @Test func `a rectangle without pixels is told so`() throws {
        let node = ImageCropV2()
        node.image = Image(pixels: Tensor(zeros: [1, 8, 8, 3]))
        node.cropRegion = WrittenBox(json: ["x": 2, "y": 2, "width": 0, "height": 3])
        try withFolders { folders in
            #expect(throws: PixelError.noPixelsLeft(height: 3, width: 0)) { try node.run(RunContext(folders: folders)) }
        }
    }
}
