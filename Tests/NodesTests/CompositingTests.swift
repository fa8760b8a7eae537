import Engine
import Foundation
import Formats
import JSON
import Tensors
import Testing

@testable import Nodes

struct CompositingTests {
    @Test func `layers make the pictures that ComfyUI makes of them`() throws {
        let recorded = try RecordedCompositing.read().compositions
        let saved = try #require(try RecordedCompositing.savedComposition())
        try withFolders { folders in
            for (number, test) in recorded.enumerated() {
                let node = ImageCompositor()
                node.layers = try Self.stack(test)
                if number == recorded.count - 1 { node.compositor = WrittenComposition(json: saved) }
                try node.run(RunContext(folders: folders))
                #expect(node.drawn.pixels.shape == test.shape, "composition \(number)")
                let blending = node.layers.layers.map(\.placement.blending)
                let far = zip(node.drawn.pixels.array, test.result.values).count { abs($0 - $1) >= 2e-5 }
                // Where two levels add up to just 1, the last bit of NumPy's powers decides between all and nothing.
                #expect(far <= (blending.contains(.hardMix) ? 3 : 0), "composition \(number), \(blending)")
                let maskDistance = node.mask.values.distance(to: test.mask.values)
                #expect(maskDistance < 1e-6, "composition \(number)")
            }
        }
    }

    @Test func `frames are told apart as editors tell them apart`() throws {
        for (number, test) in try RecordedCompositing.read().compositions.enumerated() {
            let frames = try Self.stack(test).frames()
            #expect(frames.map(\.fingerprint) == test.fingerprints, "composition \(number)")
        }
    }

    @Test func `what an editor has saved of other layers does not count`() throws {
        let saved = try #require(try RecordedCompositing.savedComposition())
        let test = try #require(try RecordedCompositing.read().compositions.last)
        try withFolders { folders in
            let node = ImageCompositor()
            node.layers = try Self.stack(test)
            node.layers.layers[0].placement.x = 1
            node.compositor = WrittenComposition(json: saved)
            try node.run(RunContext(folders: folders))
            #expect(node.drawn.pixels.shape != test.shape)
        }
    }

    @Test(arguments: [
        "[]", "{}", #"{"canvas": {"w": 5, "h": 0}, "layers": [{}], "inputs": []}"#,
        #"{"version": 2, "canvas": {"w": 5, "h": 5}, "layers": [{}], "inputs": []}"#,
        #"{"canvas": {"w": 5, "h": 5}, "layers": [], "inputs": []}"#,
        #"{"canvas": {"w": 5, "h": 5}, "layers": [{}], "inputs": [1]}"#,
        #"{"canvas": {"w": 1e300, "h": 5}, "layers": [{}], "inputs": []}"#,
    ])
    func `what is no composition is passed over`(text: String) throws {
        #expect(LayerComposition(try JSONValue(parsing: text)) == nil)
    }

    @Test func `an empty stack is a small black picture`() throws {
        try withFolders { folders in
            let node = ImageCompositor()
            node.layers = LayerStack()
            try node.run(RunContext(folders: folders))
            #expect(node.drawn.pixels.shape == [1, 64, 64, 3])
            #expect(node.mask.values.shape == [1, 64, 64])
        }
    }

    @Test func `errors tell what there is too much of`() throws {
        var stack = LayerStack()
        stack.layers = [.init(pixels: Tensor(zeros: [51, 1, 1, 3]))]
        #expect(throws: LayerError.tooMany(51)) { try stack.frames() }
        #expect(throws: LayerError.tooFarAway) {
            try LayerBounds(x: 1e300, y: 0, width: 1, height: 1, rotation: 0)
        }
        #expect(throws: LayerError.tooLarge(width: 20_000, height: 1)) { try LayerCanvas(width: 20_000, height: 1) }
        #expect(
            "\(LayerError.tooMany(51))"
                == "layers: 51 are too many. Use at most 50; each picture of a batch is one.")
        #expect(
            "\(LayerError.tooLarge(width: 20_000, height: 1))"
                == "the canvas: 20000×1 pixels are too many. Use at most 16384 each way.")
    }

    @Test func `paint covers a picture as far as it is opaque`() throws {
        try withFolders { folders in
            try FileManager.default.createDirectory(atPath: folders.input, withIntermediateDirectories: true)
            let paint = Tensor([1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0.2, 1, 1, 1, 0], shape: [2, 2, 4])
            try AtomicFile.write(
                PNG.encode(paint, text: [], compressionLevel: 1), to: folders.input + "/paint.png")
            let node = Painter()
            node.mask = "paint.png"
            node.image = Image(pixels: Tensor(repeating: 0.5, shape: [2, 2, 2, 3]))
            try node.run(RunContext(folders: folders))
            #expect(node.painted.pixels.shape == [1, 2, 2, 3])
            let wanted: [Float] = [1, 0, 0, 0.5, 0.5, 0.5, 0.4, 0.4, 0.6, 0.5, 0.5, 0.5]
            #expect(node.painted.pixels.distance(to: wanted) < 1e-6)
            #expect(node.paint.values.distance(to: [1, 0, 0.2, 0]) < 1e-6)
            node.mask = "../secret.png"
            #expect(throws: FileNameError.self) { try node.check(in: folders) }
        }
    }

    @Test func `without paint there is the picture, or one colour`() throws {
        try withFolders { folders in
            let node = Painter()
            (node.mask, node.width, node.height, node.bgColor) = (" ", 64, 128, "#336699")
            try node.run(RunContext(folders: folders))
            #expect(node.painted.pixels.shape == [1, 128, 64, 3])
            #expect(node.painted.pixels.array.prefix(3).map { ($0 * 255).rounded() } == [51, 102, 153])
            #expect(node.paint.values.array.allSatisfy { $0 == 0 })
        }
    }

    private static func stack(_ test: RecordedCompositing.Composition) throws -> LayerStack {
        var stack: LayerStack?
        try withFolders { folders in
            for layer in test.layers {
                let node = AddLayer()
                node.image = Image(pixels: Tensor(layer.pixels.values, shape: layer.shape))
                node.mask = layer.mask.map { Mask(values: Tensor($0.values, shape: [1, 4, 4])) }
                node.layers = stack
                (node.x, node.y, node.zIndex) = (layer.x ?? 0, layer.y ?? 0, layer.z_index ?? 0)
                (node.width, node.height) = (layer.w ?? 0, layer.h ?? 0)
                node.opacity = layer.opacity ?? 1
                node.rotation = (layer.rotation ?? 0) * 180 / .pi
                node.blendMode = layer.blend_mode.flatMap(LayerBlending.init) ?? .normal
                (node.flipH, node.flipV) = (layer.flip_h ?? false, layer.flip_v ?? false)
                node.run(RunContext(folders: folders))
                stack = node.stack
                // The angle in radians as it was recorded: degrees and back may change the last bit.
                let last = node.stack.layers.count - 1
                stack?.layers[last].placement.rotation = layer.rotation ?? 0
            }
        }
        return try #require(stack)
    }
}
