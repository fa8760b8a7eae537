import JSON
import Testing

@testable import Workflows

struct WidgetReaderTests {
    @Test(
        arguments: [
            (
                "a seed is followed by how it changes", ["seed": ["INT"], "n": ["INT"]], [1, "randomize", 2],
                ["seed": 1, "n": 2]
            ),
            (
                "unless its declaration says that it is not",
                ["seed": ["INT", ["control_after_generate": false]], "n": ["INT"]], [1, 2], ["seed": 1, "n": 2]
            ),
            (
                "any number may be controlled", ["n": ["INT", ["control_after_generate": true]], "m": ["INT"]],
                [1, "fixed", 2], ["n": 1, "m": 2]
            ),
            ("sockets have no values", ["model": ["MODEL"], "n": ["INT"]], [2], ["n": 2]),
            (
                "nor have inputs that only a link fills", ["s": ["STRING", ["forceInput": true]], "n": ["INT"]], [2],
                ["n": 2]
            ),
            (
                "though old files kept one for those", ["s": ["STRING", ["forceInput": true]], "n": ["INT"]], ["", 2],
                ["n": 2]
            ),
            (
                "what the file lacks has its preset", ["n": ["INT", ["default": 3]], "t": ["STRING"]], [],
                ["n": 3, "t": ""]
            ),
            ("what it has too much is passed over", ["n": ["INT"]], [1, 2, 3], ["n": 1]),
            ("an old drop-down is a list of words", ["c": [["x", "y"]], "n": ["INT"]], [], ["c": "x", "n": 0]),
            (
                "an upload button has a value", ["image": ["COMBO", ["image_upload": true]]], ["a.png", "image"],
                ["image": "a.png"]
            ),
            (
                "a box has its numbers twice", ["box": ["BOUNDING_BOX"], "n": ["INT"]], [["x": 1], 1, 2, 3, 4, 5],
                ["box": ["x": 1], "n": 5]
            ),
            ("values may be kept by name", ["n": ["INT"], "m": ["INT"]], ["m": 1, "other": 2], ["n": 0, "m": 1]),
            ("a list is no link", ["l": ["COLORS"]], [["#fff"]], ["l": ["#fff"]]),
        ] as [(String, JSONValue, JSONValue, JSONValue)])
    func `values are named by the declaration`(
        rule: String, inputs: JSONValue, values: JSONValue, expected: JSONValue
    ) throws {
        #expect(try widgets(inputs, values) == expected)
    }

    @Test func `the choice of a dynamic drop-down decides which values follow`() throws {
        let inputs: JSONValue = [
            "mode": [
                "COMFY_DYNAMICCOMBO_V3",
                [
                    "options": [
                        [
                            "key": "on",
                            "inputs": ["required": ["seed": ["INT"], "heat": ["FLOAT", ["default": 0.5]]]],
                        ],
                        ["key": "off", "inputs": ["required": [:]]],
                    ]
                ],
            ],
            "n": ["INT"],
        ]
        // A seed inside is not controlled unless it says so.
        #expect(try widgets(inputs, ["on", 1, 0.25, 9]) == ["mode": "on", "mode.seed": 1, "mode.heat": 0.25, "n": 9])
        #expect(try widgets(inputs, ["off", 9]) == ["mode": "off", "n": 9])
        #expect(try widgets(inputs, []) == ["mode": "on", "mode.seed": 0, "mode.heat": 0.5, "n": 0])
    }

    @Test func `names decide where the positions cannot be meant`() throws {
        let inputs: JSONValue = ["new": ["BOOLEAN"], "n": ["INT"], "t": ["STRING"]]
        // Saved before there was a 'new'.
        let named: JSONValue = ["n": 5, "t": "five"]
        #expect(try widgets(inputs, [5, "five"], named: named) == ["new": false, "n": 5, "t": "five"])
        // Both readings are possible: the positions it is, as in the editor.
        #expect(try widgets(inputs, [true, 6, "six"], named: named) == ["new": true, "n": 6, "t": "six"])
    }

    private func widgets(_ inputs: JSONValue, _ values: JSONValue, named: JSONValue = .null) throws -> JSONValue {
        let node = try EditorNode(["id": 1, "type": "Toy", "widgets_values": values, "widgets_values_named": named])
        let declaration = try #require(NodeDeclaration(name: "Toy", ["input": ["required": inputs]]))
        let widgets = WidgetReader.widgets(of: node, declared: declaration)
        return .object(JSONObject(widgets.compactMap { widget in widget.value.map { (widget.name, $0) } }))
    }
}
