import Engine
import Foundation
import JSON
import Tensors
import Testing

@testable import Nodes

/// Truth: what ComfyUI's nodes make, recorded by `Tests/Golden/Detection/record_regions.py`.
struct RegionNodesTests {
    private struct Recorded: Decodable {
        struct Created: Decodable {
            let width, height: Int
            let editor, last: String
            let background: [Int]?
            let incoming: String?
            let boxes, elements: String
            let shape: [Int]
            /// How many, and of which colour, again and again.
            let preview: [Int]
        }

        struct Stacked: Decodable {
            struct Layer: Decodable {
                let shape: [Int]
                let mask: [Int]?
                let x, y: Double
                let w, h: Double?
                let z: Int
                let name: String
            }

            let boxes: String
            let isText: Bool
            let masks: Int
            let below: Int?
            let belowCanvas: [Int]?
            let crop: Bool
            let canvas: [Int]
            let made: [Int]?
            let layers: [Layer]
        }

        let create: [Created]
        let stacked: [Stacked]
    }

    private static func recorded() throws -> Recorded {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "Golden/Detection/regions.json")
        return try JSONDecoder().decode(Recorded.self, from: Data(contentsOf: file))
    }

    private static func drawn(_ text: String) throws -> DrawnBoxes {
        try #require(DrawnBoxes(.text(text)))
    }

    private static func made(_ recorded: Recorded.Created) throws -> CreateBoundingBoxes {
        let node = CreateBoundingBoxes()
        (node.width, node.height) = (recorded.width, recorded.height)
        node.editorState = try drawn(recorded.editor)
        node.lastIncoming = try drawn(recorded.last)
        node.background = recorded.background.map { Image(pixels: recordedPictures($0 + [3])) }
        node.bboxes = try recorded.incoming.map { BoxDescription(json: try JSONValue(parsing: $0)) }
        try withFolders { try node.run(RunContext(folders: $0)) }
        return node
    }

    @Test func `rectangles and elements are those of ComfyUI`() throws {
        for recorded in try Self.recorded().create {
            let node = try Self.made(recorded)
            let boxes = try #require(try JSONValue(parsing: recorded.boxes).array).map { frame in
                try (frame.array ?? []).map { box in
                    let numbers = try ["x", "y", "width", "height"].map { try #require(box[$0]?.double) }
                    return BoundingBox(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
                }
            }
            guard case .frames(let frames) = node.boxes else {
                Issue.record("one rectangle for all")
                continue
            }
            #expect(frames == boxes)
            #expect(node.elements.json == (try JSONValue(parsing: recorded.elements)))
        }
    }

    @Test func `previews are those of ComfyUI, letters included`() throws {
        for recorded in try Self.recorded().create {
            let preview = try Self.made(recorded).preview.pixels
            #expect(preview.shape == recorded.shape)
            let truth = stride(from: 0, to: recorded.preview.count, by: 2).flatMap { index in
                Array(repeating: recorded.preview[index + 1], count: recorded.preview[index])
            }
            let values = preview.array.map { Int(($0 * 255).rounded()) }
            let found = stride(from: 0, to: values.count, by: 3).map { place in
                values[place] << 16 | values[place + 1] << 8 | values[place + 2]
            }
            let different = zip(found, truth).count { $0 != $1 }
            #expect(different == 0, "\(different) pixels of \(recorded.shape)")
        }
    }

    @Test func `layers lie where ComfyUI puts them`() throws {
        for recorded in try Self.recorded().stacked {
            let node = LayersFromBoundingBoxes()
            node.image = Image(pixels: recordedPictures([4, 12, 16, 3]))
            node.bboxes = BoxDescription(
                json: recorded.isText ? .string(recorded.boxes) : try JSONValue(parsing: recorded.boxes))
            node.mask = recorded.masks > 0 ? Mask(values: Tensor(zeros: [recorded.masks, 12, 16])) : nil
            node.layers = recorded.below.map { depth in
                LayerStack(
                    layers: [.init(pixels: recordedPictures([1, 4, 4, 3]), depth: depth)],
                    canvas: recorded.belowCanvas.map { .init(width: $0[0], height: $0[1]) })
            }
            node.cropToContent = recorded.crop
            (node.canvasWidth, node.canvasHeight) = (recorded.canvas[0], recorded.canvas[1])
            try withFolders { try node.run(RunContext(folders: $0)) }
            #expect(node.stack.canvas.map { [$0.width, $0.height] } == recorded.made)
            #expect(node.stack.layers.count == recorded.layers.count)
            for (layer, truth) in zip(node.stack.layers, recorded.layers) {
                #expect(layer.pixels.shape == truth.shape && layer.mask?.shape == truth.mask)
                #expect([layer.placement.x, layer.placement.y] == [truth.x, truth.y])
                #expect(layer.placement.width == truth.w && layer.placement.height == truth.h)
                #expect(layer.depth == truth.z && layer.placement.name == truth.name)
            }
        }
    }

    @Test(arguments: [
        ("\"{\"", "\"{\" holds"), ("7", "7 holds"), ("[7]", "7 holds"), ("{\"x\": 1}", "{\"x\":1} holds"),
        ("[{\"bbox\": [1, 2, 3, \"a\"]}]", "bbox [1,2,3,\"a\"] holds"),
        ("[{\"x\": \"a\", \"y\": 1, \"width\": 1, \"height\": 1}]", "x \"a\" holds"),
    ])
    func `what holds no rectangles is told so`(json: String, beginning: String) throws {
        let description = BoxDescription(json: try JSONValue(parsing: json))
        let error = #expect(throws: DetectionError.self) { try description.boxes(width: 64, height: 64) }
        #expect(
            error?.description.hasPrefix("bboxes: \(beginning) no rectangles. Give ") == true,
            "\(error?.description ?? "")")
    }

    @Test func `elements without a canvas are told so`() throws {
        let node = LayersFromBoundingBoxes()
        node.image = Image(pixels: recordedPictures([1, 4, 4, 3]))
        node.bboxes = BoxDescription(json: try JSONValue(parsing: "[{\"bbox\": [1, 2, 3, 4]}]"))
        (node.canvasWidth, node.canvasHeight, node.cropToContent) = (0, 64, true)
        try withFolders { folders in
            #expect(throws: DetectionError.noCanvas) { try node.run(RunContext(folders: folders)) }
        }
    }

    @Test func `what is told of rectangles is stored with them`() throws {
        let box = BoundingBox(
            x: 1, y: 2, width: 3, height: 4, metadata: JSONObject([("desc", .string("a door"))]))
        let stored = BoundingBoxes.frames([[box]]).stored.flatMap { BoundingBoxes($0) }
        #expect(stored?.frames(for: 1) == [[box]])
    }
}
