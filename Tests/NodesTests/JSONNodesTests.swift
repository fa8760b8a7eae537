import Engine
import JSON
import Testing

@testable import Nodes

struct JSONNodesTests {
    private static let json = #"{"items": [{"name": "a", "n": 1}, {"name": "b"}, {"n": [3, 4]}], "n": 5, "it's": true}"#

    static let paths: [(String, [String])] = [
        ("$.items[0].name", ["a"]), ("$.items[*].name", ["a", "b"]), ("$.items[-1].n[1]", ["4"]),
        ("$..n", ["5", "1", "[3,4]"]), ("$.items[0:2].name", ["a", "b"]), ("$.items[::-1].name", ["b", "a"]),
        ("$.items[2]['n'][*]", ["3", "4"]), (#"$['it\'s']"#, ["true"]), ("$.items[0]['name','n']", ["a", "1"]),
        ("$.nothing", []), ("$.items[7]", []), ("$.n.x", []),
    ]

    @Test(arguments: paths)
    func `a path takes out what it names`(path: String, values: [String]) throws {
        let node = JsonPath()
        (node.json, node.path) = (Self.json, path)
        try withFolders { try node.run(RunContext(folders: $0)) }
        #expect(node.values == values)
        #expect(node.first == values.first ?? "")
        #expect(node.count == values.count)
    }

    @Test(arguments: ["items", "$.", "$.a[", "$.a[1", "$.a[?(@.b)]", "$.a['b"])
    func `a path that cannot be read is told with its place`(path: String) throws {
        let error = #expect(throws: JSONPathError.self) { try JSONPathQuery(path) }
        #expect(error?.description.hasPrefix("the path '\(path)': cannot be read from character ") == true)
    }

    @Test func `fields of a template come from JSON`() throws {
        let node = TextTemplate()
        node.template = "{subject} in {style}, {tags}; {size.w:.1f} {items.1} {{x}} {on}"
        node.fields =
            #"Here it is: {"subject": "a fox", "style": "ink", "tags": ["x", "y"], "size": {"w": 2}, "items": [0, 1], "on": true}"#
        try withFolders { try node.run(RunContext(folders: $0)) }
        #expect(node.text == "a fox in ink, x, y; 2.0 1 {x} True")
        node.template = "{nobody}"
        #expect(throws: FormatError.unknownName("nobody")) { try withFolders { try node.run(RunContext(folders: $0)) } }
        node.fields = "none"
        #expect(throws: TemplateFault.noObject) { try withFolders { try node.run(RunContext(folders: $0)) } }
    }
}
