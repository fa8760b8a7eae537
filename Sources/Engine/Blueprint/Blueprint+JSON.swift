import JSON

extension Blueprint {
    /// Reads a blueprint's file.
    ///
    /// - Parameter name: of the node type; that of the file.
    /// - Throws: `BlueprintError.Fault`, the first thing that is wrong.
    public init(parsing bytes: [UInt8], name: String) throws(BlueprintError.Fault) {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: bytes, .strict)
        } catch {
            throw .malformed(error)
        }
        guard case .object(let object) = json else { throw .notAnObject(found: json.kind) }
        guard let summary = object["description"]?.string, !summary.isEmpty else { throw .missing("description") }
        guard let inner = object["graph"] else { throw .missing("graph") }
        do throws(GraphReadError) {
            graph = try Graph(inner)
        } catch {
            throw .unreadableGraph(error)
        }
        typeName = name
        displayName = object["display_name"]?.string ?? name
        category = object["category"]?.string ?? "blueprints"
        self.summary = summary
        inputs = try Self.members(of: object, "inputs").map { Input(name: $0.name, words: $0.words) }
        outputs = try Self.members(of: object, "outputs").map { (name, words) throws(BlueprintError.Fault) in
            guard let from = words["from"].flatMap(Self.wire) else { throw .unplacedOutput(name) }
            return Output(name: name, summary: words["description"]?.string ?? "", from: from)
        }
    }

    private static func members(
        of object: JSONObject, _ key: String
    ) throws(BlueprintError.Fault) -> [(name: String, words: JSONObject)] {
        guard let value = object[key] else { throw .missing(key) }
        guard case .object(let members) = value else { throw .wrongKind(key, found: value.kind) }
        return try members.map { (member) throws(BlueprintError.Fault) in
            guard case .object(let words) = member.value else {
                throw .wrongKind("\(key).\(member.key)", found: member.value.kind)
            }
            return (member.key, words)
        }
    }

    private static func wire(_ json: JSONValue) -> Wire? {
        let value = GraphInput.Value(json)
        if case .link(let id, let slot) = value { return .node(id, slot: slot) }
        return value.blueprintInput.map(Wire.input)
    }
}
