import JSON
import Testing
import Workflows

struct ConversionTests {
    @Test func `widgets get their names, links their ids, nodes their titles`() throws {
        var file = EditorFile()
        file.add(4, "Save", [.init(name: "images", type: "IMAGE")], values: ["out"])
        file.add(3, "Make", gives: ["IMAGE", "MASK"], values: [5, "randomize", "a cat", 32], title: "Cat")
        file.link(3, 0, to: 4, "images")
        let converted = try file.converted()
        #expect(
            JSONValue.object(converted.nodes) == [
                "3": [
                    "inputs": ["seed": 5, "text": "a cat", "size": 32], "class_type": "Make", "_meta": ["title": "Cat"],
                ],
                "4": [
                    "inputs": ["prefix": "out", "images": ["3", 0]], "class_type": "Save", "_meta": ["title": "Save"],
                ],
            ])
        #expect(Array(converted.nodes.keys) == ["3", "4"])
        #expect(converted.issues.isEmpty)
    }

    @Test func `a node without a title of its own has its type's`() throws {
        var file = EditorFile()
        file.add(1, "Make", properties: ["cnr_id": "comfy-core", "ver": "1.2", "models": []])
        #expect(
            try file.converted().nodes["1"]?["_meta"] == [
                "title": "Make a Picture", "cnr_id": "comfy-core", "ver": "1.2",
            ])
    }

    @Test func `whole numbers come first among ids, as in a script's objects`() throws {
        var file = EditorFile()
        for id in [10, 9, 1] { file.add(id, "Make") }
        #expect(Array(try file.converted().nodes.keys) == ["1", "9", "10"])
    }

    @Test func `reroutes are followed, and one that leads nowhere gives nothing`() throws {
        var file = EditorFile()
        file.add(1, "Make", gives: ["IMAGE", "MASK"])
        file.add(2, "Reroute", [.init(name: "", type: "*")], gives: ["*"])
        file.add(3, "Reroute", [.init(name: "", type: "*")], gives: ["*"])
        file.add(4, "Mix", ["a", "b", "mask"].map { .init(name: $0, type: "IMAGE") }, gives: ["IMAGE"])
        file.add(5, "Reroute", [.init(name: "", type: "*")], gives: ["*"])
        file.link(1, 1, to: 2)
        file.link(2, 0, to: 3)
        file.link(3, 0, to: 4, "mask")
        file.link(5, 0, to: 4, "a")
        #expect(try file.converted().inputs("4") == ["part": 0.5, "mask": ["1", 1]])
    }

    @Test func `reroutes in a circle give nothing`() throws {
        var file = EditorFile()
        file.add(1, "Reroute", [.init(name: "", type: "*")], gives: ["*"])
        file.add(2, "Reroute", [.init(name: "", type: "*")], gives: ["*"])
        file.add(3, "Save", [.init(name: "images", type: "IMAGE")])
        file.link(1, 0, to: 2)
        file.link(2, 0, to: 1)
        file.link(2, 0, to: 3, "images")
        #expect(try file.converted().inputs("3") == ["prefix": "x"])
    }

    @Test func `a primitive's value goes to whatever it feeds, through reroutes as well`() throws {
        var file = EditorFile()
        file.add(1, "PrimitiveNode", gives: ["INT"], values: [99, "fixed"])
        file.add(2, "Reroute", [.init(name: "", type: "*")], gives: ["*"])
        file.add(3, "Make", [.init(name: "seed", type: "INT", widget: true)], values: [5, "fixed", ""])
        file.add(4, "Make", [.init(name: "size", type: "INT", widget: true)], values: [6, "fixed", "", 1])
        file.link(1, 0, to: 3, "seed")
        file.link(1, 0, to: 2)
        file.link(2, 0, to: 4, "size")
        let converted = try file.converted()
        #expect(converted.inputs("3") == ["seed": 99, "text": "", "size": 64])
        #expect(converted.inputs("4") == ["seed": 6, "text": "", "size": 99])
        #expect(converted.aliases["1.value"]?.map(\.node) == ["3", "4"])
    }

    @Test func `a muted node takes what it gives with it`() throws {
        var file = EditorFile()
        file.add(1, "Make", gives: ["IMAGE", "MASK"], mode: 2)
        file.add(2, "Save", [.init(name: "images", type: "IMAGE")])
        file.link(1, 0, to: 2, "images")
        let converted = try file.converted()
        #expect(converted.nodes.count == 1)
        #expect(converted.inputs("2") == ["prefix": "x"])
    }

    @Test func `a bypassed node passes on the first input that fits`() throws {
        var file = EditorFile()
        file.add(1, "Make", gives: ["IMAGE", "MASK"])
        file.add(2, "Mix", ["a", "b"].map { .init(name: $0, type: "IMAGE") }, gives: ["IMAGE"], mode: 4)
        file.add(3, "Save", [.init(name: "images", type: "IMAGE")])
        file.link(1, 0, to: 2, "a")
        file.link(2, 0, to: 3, "images")
        #expect(try file.converted().inputs("3")?["images"] == ["1", 0])
    }

    @Test func `notes vanish, and links that end nowhere as well`() throws {
        var file = EditorFile()
        file.add(1, "Note", values: ["hello"])
        file.add(2, "MarkdownNote", values: ["# hello"])
        file.add(3, "Save", [.init(name: "images", type: "IMAGE")])
        file.link(77, 0, to: 3, "images")
        let converted = try file.converted()
        #expect(Array(converted.nodes.keys) == ["3"])
        #expect(converted.inputs("3") == ["prefix": "x"])
    }

    @Test func `a type that nobody knows is told by node, unless the file names its values`() throws {
        var file = EditorFile()
        file.add(1, "Strange", values: [1, 2])
        file.add(2, "Strange", [.init(name: "left", type: "INT", widget: true)], values: [3])
        file.add(3, "Strange", values: ["up": 4])
        let converted = try file.converted()
        #expect(
            converted.issues.map(\.description) == [
                "node 1 (Strange): no declaration of this node type is known, and its 2 values have no names. "
                    + "Give the /object_info of a ComfyUI that has it (--object-info)."
            ])
        #expect(converted.inputs("2") == ["left": 3])
        #expect(converted.inputs("3") == ["up": 4])
    }

    @Test func `what the simple view shows has the author's name`() throws {
        var file = EditorFile()
        file.add(1, "Make", [.init(name: "text", type: "STRING", widget: true, label: "Prompt")])
        let converted = try file.converted(extra: ["linearData": ["inputs": [["1", "text"]], "outputs": []]])
        #expect(converted.aliases == ["Prompt": [.init(node: "1", input: "text")]])
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
