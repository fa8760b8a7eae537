import JSON
import Workflows

/// Writes small workflows as ComfyUI's editor saves them.
struct EditorFile {
    private var nodes: [JSONObject] = []
    private var links: [JSONValue] = []
    private var definitions: [JSONValue] = []
    private let isSubgraph: Bool

    init(subgraph: Bool = false) {
        isSubgraph = subgraph
    }

    /// An input that a link may end at; `widget` says that the link replaces a field.
    struct Slot {
        let name: String
        let type: String
        var widget = false
        var label: String?
    }

    mutating func add(
        _ id: Int, _ type: String, _ inputs: [Slot] = [], gives outputs: [String] = [], values: JSONValue = [],
        mode: Int = 0, title: String? = nil, properties: JSONObject = JSONObject()
    ) {
        var node = JSONObject([
            ("id", .int(id)), ("type", .string(type)), ("mode", .int(mode)),
            ("inputs", .array(inputs.map(Self.json))),
            ("outputs", .array(outputs.map { ["name": .string($0), "type": .string($0)] })),
            ("properties", .object(properties)), ("widgets_values", values),
        ])
        node["title"] = title.map(JSONValue.string)
        nodes.append(node)
    }

    private static func json(_ slot: Slot) -> JSONValue {
        var input = JSONObject([("name", .string(slot.name)), ("type", .string(slot.type)), ("link", .null)])
        if slot.widget { input["widget"] = ["name": .string(slot.name)] }
        input["label"] = slot.label.map(JSONValue.string)
        return .object(input)
    }

    /// Links an output to an input; -10 and -20 stand for a subgraph's own inputs and outputs.
    mutating func link(_ origin: Int, _ slot: Int, to target: Int, _ input: String = "", slot targetSlot: Int = 0) {
        let id = links.count + 1
        links.append(
            isSubgraph
                ? [
                    "id": .int(id), "origin_id": .int(origin), "origin_slot": .int(slot), "target_id": .int(target),
                    "target_slot": .int(targetSlot), "type": "*",
                ] : [.int(id), .int(origin), .int(slot), .int(target), .int(targetSlot), "*"])
        guard let position = nodes.firstIndex(where: { $0["id"]?.int == target }),
            var inputs = nodes[position]["inputs"]?.array,
            let place = inputs.firstIndex(where: { $0["name"]?.string == input }), var entry = inputs[place].object
        else { return }
        entry["link"] = .int(id)
        inputs[place] = .object(entry)
        nodes[position]["inputs"] = .array(inputs)
    }

    mutating func define(
        _ id: String, name: String = "Part", inputs: [Slot] = [], outputs: [String] = [], _ inside: EditorFile
    ) {
        definitions.append([
            "id": .string(id), "name": .string(name), "version": 1, "nodes": .array(inside.nodes.map(JSONValue.object)),
            "links": .array(inside.links), "inputs": .array(inputs.map(Self.json)),
            "outputs": .array(outputs.map { ["name": .string($0), "type": .string($0)] }),
        ])
    }

    func json(extra: JSONObject = JSONObject(), lastNode: Int = 0) -> JSONValue {
        [
            "last_node_id": .int(lastNode), "nodes": .array(nodes.map(JSONValue.object)), "links": .array(links),
            "definitions": ["subgraphs": .array(definitions)], "extra": .object(extra), "version": 0.4,
        ]
    }

    /// What becomes of it, with the toy types declared.
    func converted(extra: JSONObject = JSONObject(), lastNode: Int = 0) throws -> ConvertedWorkflow {
        try EditorWorkflow.convert(
            json(extra: extra, lastNode: lastNode), knowing: NodeDeclarations(given: toyDeclarations))
    }
}

extension ConvertedWorkflow {
    /// The inputs of a node, by name.
    func inputs(_ id: String) -> JSONValue? { nodes[id]?["inputs"] }
}

/// A few types, as `/object_info` has them.
let toyDeclarations: JSONValue = [
    "Make": [
        "input": [
            "required": [
                "seed": ["INT", ["default": 7]], "text": ["STRING", ["default": "", "dynamicPrompts": true]],
            ],
            "optional": ["size": ["INT", ["default": 64]]],
        ],
        "output": ["IMAGE", "MASK"], "display_name": "Make a Picture",
    ],
    "Mix": [
        "input": [
            "required": ["a": ["IMAGE"], "b": ["IMAGE"], "mask": ["MASK"], "part": ["FLOAT", ["default": 0.5]]]
        ],
        "output": ["IMAGE"],
    ],
    "Save": ["input": ["required": ["images": ["IMAGE"], "prefix": ["STRING", ["default": "x"]]]], "output": []],
]
