import Engine
import JSON

/// The API form of graphs as a JSON Schema: editors that read one complete and check graphs while they are written.
///
/// It says what a single node can know: types, ranges, choices, defaults, what must be given. What depends on other nodes
/// (where a link leads, whether a node is needed at all) is for `validate`.
///
/// - Source: JSON Schema draft 2020-12; `enumDescriptions`, `deprecationMessage` and `defaultSnippets` are what Visual Studio
///   Code reads besides, and no validator minds.
public struct GraphSchema {
    private let catalog: NodeCatalog
    private let folders: Folders

    /// - Parameter folders: where the files lie that file inputs offer.
    public init(_ catalog: NodeCatalog, folders: Folders) {
        self.catalog = catalog
        self.folders = folders
    }

    public var json: JSONValue {
        let anyNode: JSONValue = ["$ref": "#/$defs/node"]
        var files = FileExamples(folders: folders)
        var definitions = JSONObject([("node", node), ("link", Self.link)])
        for definition in catalog.definitions {
            definitions[definition.typeName] = definition.schema(files: &files)
        }
        return .object(
            JSONObject([
                ("$schema", "https://json-schema.org/draft/2020-12/schema"),
                ("title", "ComfyUI workflow (API format)"),
                ("description", "Nodes by id. A link to another node's output is [\"id\", slot]."),
                ("type", "object"),
                ("minProperties", 1),
                ("additionalProperties", anyNode),
                ("$defs", .object(definitions)),
            ]))
    }

    /// Any node: its type chooses what else must be true of it.
    private var node: JSONValue {
        let names = catalog.definitions.map { JSONValue.string($0.typeName) }
        let summaries = catalog.definitions.map { JSONValue.string($0.summary) }
        return [
            "type": "object",
            "required": ["class_type"],
            "properties": [
                "class_type": [
                    "description": "The node's type.", "enum": .array(names), "enumDescriptions": .array(summaries),
                ],
                "inputs": ["type": "object"],
                "_meta": [
                    "description": "What editors note; not part of the work.",
                    "type": "object",
                    "properties": ["title": ["description": "What the author calls the node.", "type": "string"]],
                ],
            ],
            "defaultSnippets": .array(catalog.definitions.map(\.snippet)),
            "allOf": .array(catalog.definitions.map(\.choice)),
        ]
    }

    private static let link: JSONValue = [
        "description": "A link: the id of a node, and which of its outputs.",
        "type": "array",
        "prefixItems": [
            ["description": "The id of the node that it comes from.", "type": "string"],
            ["description": "Which of its outputs, counted from 0.", "type": "integer", "minimum": 0],
        ],
        "items": false,
        "minItems": 2,
        "defaultSnippets": [["label": "link", "body": ["${1:id}", 0]]],
    ]
}

/// The names of files, listed once for each folder.
struct FileExamples {
    private let folders: Folders
    private var listings: [FileSource: JSONValue] = [:]

    init(folders: Folders) {
        self.folders = folders
    }

    mutating func names(in source: FileSource) -> JSONValue {
        let names = listings[source] ?? .array(folders.names(in: source).map(JSONValue.string))
        listings[source] = names
        return names
    }
}
