import JSON
import Testing
import Workflows

struct GroupNodeTests {
    /// Two makers and a mix that takes both pictures; the mask comes from outside, the mix goes out.
    private let group: JSONObject = [
        "groupNodes": [
            "Pair": [
                "nodes": [
                    ["type": "Make", "title": "Left", "widgets_values": [1, "fixed", "a", 8], "inputs": []],
                    ["type": "Make", "title": "Right", "widgets_values": [2, "fixed", "b", 9], "inputs": []],
                    [
                        "type": "Mix", "widgets_values": [0.5],
                        "inputs": [
                            ["name": "a", "type": "IMAGE"], ["name": "b", "type": "IMAGE"],
                            ["name": "mask", "type": "MASK"],
                        ],
                    ],
                ],
                "links": [[0, 0, 2, 0, 10, "IMAGE"], [1, 0, 2, 1, 11, "IMAGE"]],
                "external": [],
            ]
        ]
    ]

    @Test(arguments: ["workflow/Pair", "workflow>Pair"])
    func `its nodes are called after their places, its widgets stand node after node`(type: String) throws {
        var file = EditorFile()
        file.add(
            20, type, [.init(name: "mask", type: "MASK")], gives: ["MASK", "MASK", "IMAGE"],
            values: [100, "fixed", "left", 18, 200, "fixed", "right", 19, 0.75])
        file.add(1, "Make", gives: ["IMAGE", "MASK"])
        file.add(2, "Save", [.init(name: "images", type: "IMAGE")])
        file.link(1, 1, to: 20, "mask")
        file.link(20, 2, to: 2, "images")
        let converted = try file.converted(extra: group)
        #expect(converted.inputs("20:0") == ["seed": 100, "text": "left", "size": 18])
        #expect(converted.inputs("20:1") == ["seed": 200, "text": "right", "size": 19])
        #expect(
            converted.inputs("20:2") == ["part": 0.75, "a": ["20:0", 0], "b": ["20:1", 0], "mask": ["1", 1]])
        #expect(converted.inputs("2")?["images"] == ["20:2", 0])
        #expect(converted.nodes["20:0"]?["_meta"]?["title"] == "Left")
    }

    @Test func `inputs of newer files, reroutes and names that the author gave`() throws {
        let group: JSONObject = [
            "groupNodes": [
                "Keep": [
                    "nodes": [
                        ["type": "Reroute", "inputs": [["name": "", "type": "*"]], "outputs": [["type": "*"]]],
                        [
                            "type": "Save", "widgets_values": ["x"],
                            "inputs": [
                                ["name": "images", "type": "IMAGE"],
                                ["name": "prefix", "type": "STRING", "widget": ["name": "prefix"]],
                            ],
                        ],
                    ],
                    "links": [[.null, 0, 0, 0, 4, "IMAGE"], [0, 0, 1, 0, 5, "IMAGE"]],
                    "external": [[["type": "Save", "index": 1], 0, "IMAGE"]],
                    "config": ["0": ["input": ["IMAGE": ["name": "picture"]]]],
                ]
            ]
        ]
        var file = EditorFile()
        file.add(1, "Make", gives: ["IMAGE", "MASK"])
        file.add(2, "workflow>Keep", [.init(name: "picture", type: "IMAGE")], values: ["out"])
        file.link(1, 0, to: 2, "picture")
        #expect(try file.converted(extra: group).inputs("2:1") == ["prefix": "out", "images": ["1", 0]])
    }
}
