import JSON
import Testing
import Workflows

struct SubgraphTests {
    /// A subgraph that makes a picture: shows the text outside, takes a mask, gives the picture.
    private func maker() -> EditorFile {
        var inside = EditorFile(subgraph: true)
        inside.add(
            5, "Make", [.init(name: "text", type: "STRING", widget: true)], gives: ["IMAGE", "MASK"],
            values: [1, "fixed", "inside"])
        inside.add(
            6, "Mix", ["a", "b", "mask"].map { .init(name: $0, type: "IMAGE") }, gives: ["IMAGE"], values: [0.25])
        inside.link(-10, 0, to: 5, "text")
        inside.link(5, 0, to: 6, "a")
        inside.link(-10, 1, to: 6, "mask")
        inside.link(6, 0, to: -20)
        return inside
    }

    private let ports = [
        EditorFile.Slot(name: "text", type: "STRING", widget: true), EditorFile.Slot(name: "mask", type: "MASK"),
    ]

    @Test func `inner nodes are called after their place, links go in and out`() throws {
        var file = EditorFile()
        file.define("uuid", inputs: ports, outputs: ["IMAGE"], maker())
        file.add(1, "uuid", [.init(name: "mask", type: "MASK")], gives: ["IMAGE"], values: ["outside"])
        file.add(2, "Save", [.init(name: "images", type: "IMAGE")])
        file.add(3, "Make", gives: ["IMAGE", "MASK"])
        file.link(1, 0, to: 2, "images")
        file.link(3, 1, to: 1, "mask")
        let converted = try file.converted()
        #expect(Set(converted.nodes.keys) == ["2", "3", "1:5", "1:6"])
        #expect(converted.inputs("2")?["images"] == ["1:6", 0])
        #expect(converted.inputs("1:5")?["text"] == "outside")
        #expect(converted.inputs("1:6") == ["part": 0.25, "a": ["1:5", 0], "mask": ["3", 1]])
        #expect(converted.aliases["1.text"] == [.init(node: "1:5", input: "text")])
    }

    @Test func `without a value outside the inner one stays`() throws {
        var file = EditorFile()
        file.define("uuid", inputs: ports, outputs: ["IMAGE"], maker())
        file.add(1, "uuid", gives: ["IMAGE"])
        #expect(try file.converted().inputs("1:5")?["text"] == "inside")
    }

    @Test func `two copies have two sets of values`() throws {
        var file = EditorFile()
        file.define("uuid", inputs: ports, outputs: ["IMAGE"], maker())
        file.add(1, "uuid", gives: ["IMAGE"], values: ["one"])
        file.add(2, "uuid", gives: ["IMAGE"], values: ["two"])
        let converted = try file.converted()
        #expect(converted.inputs("1:5")?["text"] == "one")
        #expect(converted.inputs("2:5")?["text"] == "two")
    }

    @Test func `the older list of shown widgets decides about values beyond the inputs`() throws {
        var file = EditorFile()
        file.define("uuid", inputs: ports, outputs: ["IMAGE"], maker())
        file.add(
            1, "uuid", gives: ["IMAGE"], values: [0.75, "shown", "not"],
            properties: ["proxyWidgets": [["6", "part"], ["5", "text"], ["5", "$$canvas-image-preview"]]])
        let converted = try file.converted()
        #expect(converted.inputs("1:5")?["text"] == "shown")
        #expect(converted.inputs("1:6")?["part"] == 0.75)
    }

    @Test func `subgraphs lie inside each other, and values reach the innermost`() throws {
        var middle = EditorFile(subgraph: true)
        middle.add(8, "uuid", [.init(name: "text", type: "STRING", widget: true)], gives: ["IMAGE"], values: ["middle"])
        middle.link(-10, 0, to: 8, "text")
        middle.link(8, 0, to: -20)
        var file = EditorFile()
        file.define("uuid", inputs: ports, outputs: ["IMAGE"], maker())
        file.define("outer", inputs: [ports[0]], outputs: ["IMAGE"], middle)
        file.add(1, "outer", gives: ["IMAGE"], values: ["outermost"])
        file.add(2, "outer", gives: ["IMAGE"])
        file.add(3, "Save", [.init(name: "images", type: "IMAGE")])
        file.link(1, 0, to: 3, "images")
        let converted = try file.converted()
        #expect(converted.inputs("3")?["images"] == ["1:8:6", 0])
        #expect(converted.inputs("1:8:5")?["text"] == "outermost")
        #expect(converted.inputs("2:8:5")?["text"] == "middle")
    }

    @Test func `an input wired straight to an output is passed through`() throws {
        var inside = EditorFile(subgraph: true)
        inside.link(-10, 0, to: -20)
        var file = EditorFile()
        file.define("uuid", inputs: [.init(name: "image", type: "IMAGE")], outputs: ["IMAGE"], inside)
        file.add(1, "Make", gives: ["IMAGE", "MASK"])
        file.add(2, "uuid", [.init(name: "image", type: "IMAGE")], gives: ["IMAGE"])
        file.add(3, "Save", [.init(name: "images", type: "IMAGE")])
        file.link(1, 0, to: 2, "image")
        file.link(2, 0, to: 3, "images")
        #expect(try file.converted().inputs("3")?["images"] == ["1", 0])
    }

    @Test(arguments: [(2, nil), (4, ["1", 0])] as [(Int, JSONValue?)])
    func `muted and bypassed copies are as single nodes`(mode: Int, feeds: JSONValue?) throws {
        var file = EditorFile()
        file.define("uuid", inputs: [.init(name: "a", type: "IMAGE")], outputs: ["IMAGE"], maker())
        file.add(1, "Make", gives: ["IMAGE", "MASK"])
        file.add(2, "uuid", [.init(name: "a", type: "IMAGE")], gives: ["IMAGE"], mode: mode)
        file.add(3, "Save", [.init(name: "images", type: "IMAGE")])
        file.link(1, 0, to: 2, "a")
        file.link(2, 0, to: 3, "images")
        let converted = try file.converted()
        #expect(converted.nodes.count == 2)
        #expect(converted.inputs("3")?["images"] == feeds)
    }

    @Test func `an inner id that is taken becomes the next free one`() throws {
        var file = EditorFile()
        file.define("uuid", inputs: ports, outputs: ["IMAGE"], maker())
        file.add(5, "uuid", gives: ["IMAGE"], values: ["x"])
        file.add(9, "Save", [.init(name: "images", type: "IMAGE")])
        file.link(5, 0, to: 9, "images")
        let converted = try file.converted(lastNode: 11)
        #expect(Set(converted.nodes.keys) == ["9", "5:12", "5:6"])
        #expect(converted.inputs("5:6")?["a"] == ["5:12", 0])
        #expect(converted.inputs("5:12")?["text"] == "x")
    }

    @Test func `one that contains itself is refused`() throws {
        var inside = EditorFile(subgraph: true)
        inside.add(7, "uuid")
        var file = EditorFile()
        file.define("uuid", name: "Ouroboros", inside)
        file.add(1, "uuid")
        #expect(throws: WorkflowReadError.subgraphInItself(name: "Ouroboros")) { try file.converted() }
    }

    @Test func `copies that multiply without end are refused soon`() throws {
        var file = EditorFile()
        for level in 0..<40 {
            var inside = EditorFile(subgraph: true)
            for id in 0..<2 { inside.add(1000 + level * 2 + id, level == 0 ? "Make" : "level\(level - 1)") }
            file.define("level\(level)", inside)
        }
        file.add(1, "level39")
        #expect(throws: WorkflowReadError.tooManyNodes(limit: 250_000)) { try file.converted() }
    }
}
