import JSON

/// A node as editors keep it: where its links go, and the values of its widgets without their names.
struct EditorNode {
    struct Input {
        let name: String
        let type: String
        let link: Int?
        /// The widget that a link replaces.
        let widget: String?
        /// What its author calls it, if not by its name.
        var label: String?
    }

    enum Mode {
        case active
        /// Left out, and all that it would give.
        case muted
        /// Left out; what it would give comes from its inputs.
        case bypassed
    }

    private(set) var id: String
    let type: String
    let title: String?
    let mode: Mode
    private(set) var inputs: [Input]
    let outputTypes: [String]
    /// In the order of the widgets.
    let values: [JSONValue]
    /// By widget, where the file has them so as well (or only so, as some packs write them).
    let namedValues: JSONObject?
    let properties: JSONObject

    /// - Throws: if it is no object, or has no id or type.
    init(_ json: JSONValue, id givenID: String? = nil) throws(WorkflowReadError) {
        guard let object = json.object else { throw .notANode(found: json.kind) }
        guard let id = givenID ?? object["id"]?.identifier else { throw .nodeWithoutID }
        guard let type = object["type"]?.string else { throw .nodeWithoutType(id) }
        self.id = id
        self.type = type
        let title = object["title"]?.string
        self.title = title?.isEmpty == false ? title : nil
        mode =
            switch object["mode"]?.int {
            case 2: .muted
            case 4: .bypassed
            default: .active
            }
        inputs =
            object["inputs"]?.array?.compactMap { input in
                input["name"]?.string.map {
                    Input(
                        name: $0, type: input["type"]?.slotType ?? "*", link: input["link"]?.int,
                        widget: input["widget"]?["name"]?.string, label: input["label"]?.string)
                }
            } ?? []
        outputTypes = object["outputs"]?.array?.map { $0["type"]?.slotType ?? "*" } ?? []
        let values = object["widgets_values"]
        self.values = values?.array ?? []
        namedValues = object["widgets_values_named"]?.object ?? values?.object
        properties = object["properties"]?.object ?? JSONObject()
    }

    func renamed(to id: String) -> EditorNode {
        var node = self
        node.id = id
        return node
    }

    func with(inputs: [Input]) -> EditorNode {
        var node = self
        node.inputs = inputs
        return node
    }

    /// Whether it is there for the editor only: notes, and what is resolved before anything runs.
    var isVirtual: Bool { Self.virtualTypes.contains(type) }

    var isReroute: Bool { type == "Reroute" }
    var isPrimitive: Bool { type == "PrimitiveNode" }

    private static let virtualTypes: Set<String> = ["Reroute", "PrimitiveNode", "Note", "MarkdownNote"]
}

extension JSONValue {
    /// A node's id as text; editors write numbers, some packs texts.
    var identifier: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number.description
        default: nil
        }
    }

    /// The type of a slot; `0`, `-1` and nothing are old words for any type, and a list of words is a drop-down's.
    var slotType: String? {
        switch self {
        case .string(let text): text
        case .array: "COMBO"
        default: nil
        }
    }
}
