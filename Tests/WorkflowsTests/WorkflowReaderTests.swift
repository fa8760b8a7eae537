import Engine
import Formats
import JSON
import Testing
import Workflows

struct WorkflowReaderTests {
    private let prompt = #"{"3":{"class_type":"KSampler","inputs":{"seed":1},"is_changed":[NaN]}}"#
    private let workflow =
        #"{"nodes":[{"id":8,"type":"EmptyLatentImage","widgets_values":[640,480,2]}],"links":[],"version":0.4}"#

    @Test func `the API form is read as it is, the editor's is converted and kept`() throws {
        #expect(try read(Array(prompt.utf8)).graph.nodes.map(\.type) == ["KSampler"])
        let converted = try read(Array(workflow.utf8))
        #expect(converted.graph["8"]?["height"] == .literal(480))
        #expect(converted.json["8"]?["_meta"]?["title"] == "Empty Latent Image")
        #expect(converted.graph.pictureMetadata().map(\.0) == ["prompt", "workflow"])
        #expect(converted.graph.extraMetadata["workflow"]?["version"] == 0.4)
    }

    @Test(arguments: ["png", "jpeg", "webp"])
    func `a picture's prompt goes first, its workflow is kept`(container: String) throws {
        let graph = try read(picture(container, [("prompt", prompt), ("workflow", workflow)])).graph
        #expect(graph.nodes.map(\.id) == ["3"])
        #expect(graph.extraMetadata["workflow"]?["nodes"]?.array?.count == 1)
    }

    @Test(arguments: ["png", "jpeg", "webp"])
    func `a picture with the editor's form alone is converted`(container: String) throws {
        #expect(try read(picture(container, [("workflow", workflow)])).graph.nodes.map(\.id) == ["8"])
        // Another program's words where a graph belongs.
        let texts = [("prompt", #"{"text": "a cat"}"#), ("workflow", workflow)]
        #expect(try read(picture(container, texts)).graph.nodes.map(\.id) == ["8"])
    }

    @Test(arguments: ["png", "jpeg", "webp"])
    func `a picture without either says so`(container: String) {
        #expect(throws: NoWorkflowInside.self) { try read(picture(container, [("parameters", "{}")])) }
    }

    @Test func `an animation's own chunk is read`() throws {
        let chunk = pngChunk("comf", Array("prompt\0\(prompt)".utf8))
        #expect(try read(pngSignature + chunk).graph.nodes.count == 1)
    }

    @Test(arguments: [
        (#"{"nodes":[1]}"#, "the list of nodes holds a number. Save the workflow again in ComfyUI."),
        (#"{"nodes":[{"type":"A"}]}"#, "a node has no id. Save the workflow again in ComfyUI."),
        (#"{"nodes":[{"id":7}]}"#, "node 7: there is no 'type'. Save the workflow again in ComfyUI."),
        ("[1]", "the file holds an array, not a graph. Give a workflow in API form: an object of nodes by id."),
        (
            #"{"nodes":[],"nodes":[]}"#,
            "line 1, column 13: the key 'nodes' occurs twice in this object. Rename or remove one of them."
        ),
    ])
    func `what is no workflow is told`(text: String, message: String) {
        let error = #expect(throws: (any Error).self) { try read(Array(text.utf8)) }
        #expect(error.map { "\($0)" } == message)
    }

    @Test func `no cut and no changed byte of a workflow does harm`() throws {
        var file = EditorFile()
        file.define(
            "uuid", inputs: [.init(name: "text", type: "STRING", widget: true)], outputs: ["IMAGE"],
            EditorFile(subgraph: true))
        file.add(1, "uuid", gives: ["IMAGE"], values: ["x"], properties: ["proxyWidgets": [["-1", "text"]]])
        file.add(2, "Reroute", [.init(name: "", type: "*")], gives: ["*"])
        file.link(1, 0, to: 2)
        let text = file.json(extra: ["groupNodes": ["g": ["nodes": [["type": "Reroute"]], "links": [[0, 0, 0, 0]]]]])
            .utf8()
        for position in text.indices {
            for byte in [
                UInt8(ascii: "0"), UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "\""), UInt8(ascii: "["),
            ] {
                var damaged = text
                damaged[position] = byte
                _ = try? read(damaged)
            }
        }
    }

    private func read(_ bytes: [UInt8]) throws -> ReadWorkflow { try WorkflowReader().read(bytes, name: "file") }

    private func picture(_ container: String, _ texts: [(String, String)]) -> [UInt8] {
        switch container {
        case "png":
            return pngSignature + texts.flatMap { pngChunk("tEXt", Array("\($0.0)\0\($0.1)".utf8)) }
        case "jpeg":
            let payload = Array("Exif\0\0".utf8) + exif(texts)
            return [0xff, 0xd8, 0xff, 0xe1] + big(payload.count + 2, 2) + payload + [0xff, 0xd9]
        default:
            let payload = exif(texts)
            return Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBPEXIF".utf8) + big(payload.count, 4).reversed()
                + payload
        }
    }

    private let pngSignature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

    private func pngChunk(_ type: String, _ payload: [UInt8]) -> [UInt8] {
        big(payload.count, 4) + Array(type.utf8) + payload + [0, 0, 0, 0]
    }

    /// One directory of `key:text` under the tags from the camera's model downwards.
    private func exif(_ texts: [(String, String)]) -> [UInt8] {
        var entries: [UInt8] = []
        var data: [UInt8] = []
        let start = 8 + 2 + 12 * texts.count + 4
        for (index, (key, text)) in texts.enumerated() {
            let bytes = Array("\(key):\(text)\0".utf8)
            entries += big(0x0110 - index, 2) + big(2, 2) + big(bytes.count, 4) + big(start + data.count, 4)
            data += bytes
        }
        return Array("MM".utf8) + big(42, 2) + big(8, 4) + big(texts.count, 2) + entries + big(0, 4) + data
    }

    private func big(_ value: Int, _ size: Int) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
