import JSON

/// A link between an output and an input.
struct EditorLink {
    private(set) var origin: String
    let originSlot: Int
    private(set) var target: String
    let targetSlot: Int
    let type: String

    /// What a subgraph's own inputs and outputs are called as ends of its links.
    static let inputsOfSubgraph = "-10"
    static let outputsOfSubgraph = "-20"

    /// `[id, from, slot, to, slot, type]`, or the same as an object with names.
    ///
    /// - Returns: its id as well; nil if there is no link in it.
    static func read(_ json: JSONValue) -> (id: Int, link: EditorLink)? {
        if let fields = json.array {
            guard fields.count >= 5, let id = fields[0].int else { return nil }
            return EditorLink(fields[1], fields[2], fields[3], fields[4], json[5]).map { (id, $0) }
        }
        guard let id = json["id"]?.int else { return nil }
        return EditorLink(
            json["origin_id"], json["origin_slot"], json["target_id"], json["target_slot"], json["type"]
        ).map { (id, $0) }
    }

    init(origin: String, originSlot: Int, target: String, targetSlot: Int, type: String) {
        self.origin = origin
        self.originSlot = originSlot
        self.target = target
        self.targetSlot = targetSlot
        self.type = type
    }

    /// The same link after nodes have got other ids.
    func renamed(_ ids: [String: String]) -> EditorLink {
        var link = self
        link.origin = ids[origin] ?? origin
        link.target = ids[target] ?? target
        return link
    }

    private init?(
        _ origin: JSONValue?, _ originSlot: JSONValue?, _ target: JSONValue?, _ targetSlot: JSONValue?,
        _ type: JSONValue?
    ) {
        guard let origin = origin?.identifier, let originSlot = originSlot?.int, originSlot >= 0,
            let target = target?.identifier, let targetSlot = targetSlot?.int
        else { return nil }
        self.init(
            origin: origin, originSlot: originSlot, target: target, targetSlot: targetSlot,
            type: type?.slotType ?? "*")
    }
}
