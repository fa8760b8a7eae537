import JSON

extension Event {
    /// The event as one JSON object: its name as `event`, the node as `node` and `type`, and what else there is to say.
    public var json: JSONValue {
        switch self {
        case .planned(let runs, let reused):
            ["event": "planned", "runs": .ids(runs), "reused": .ids(reused)]
        case .reused(let node, let saved, let isFromDisk):
            node.json(
                "reused", [("saved", .array(saved.map(JSONValue.string)))] + (isFromDisk ? [("from", "disk")] : []))
        case .started(let node, let reason):
            node.json("started", reason.members)
        case .progressed(let node, let step, let steps):
            node.json("progressed", ("step", .int(step)), ("of", .int(steps)))
        case .previewed(let node, let preview):
            node.json("previewed", ("width", .int(preview.width)), ("height", .int(preview.height)))
        case .settledForLess(let node, let what):
            node.json("settledForLess", ("what", .string(what)))
        case .saved(let node, let path):
            node.json("saved", ("path", .string(path)))
        case .shown(let node, let text):
            node.json("shown", ("text", .string(text)))
        case .finished(let node, let seconds):
            node.json("finished", ("seconds", .double(seconds)))
        case .expanded(let node, let inner):
            node.json("expanded", ("into", .ids(inner)))
        case .blocked(let node, let message):
            node.json("blocked", ("message", message.map(JSONValue.string) ?? .null))
        case .failed(let node, let message):
            node.json("failed", ("message", .string(message)))
        case .skipped(let node, let cause):
            node.json("skipped", ("cause", .string(cause.id.description)))
        case .interrupted(let node):
            node.json("interrupted")
        }
    }
}

extension NodeName {
    fileprivate func json(_ event: String, _ members: (String, JSONValue)...) -> JSONValue {
        json(event, members)
    }

    fileprivate func json(_ event: String, _ members: [(String, JSONValue)]) -> JSONValue {
        let names: [(String, JSONValue)] = [
            ("event", .string(event)), ("node", .string(id.description)), ("type", .string(type)),
        ]
        return .object(JSONObject(names + members))
    }
}

extension RunReason {
    fileprivate var members: [(String, JSONValue)] {
        switch self {
        case .neverRan: [("reason", "neverRan")]
        case .inputChanged(let input): [("reason", "inputChanged"), ("input", .string(input))]
        case .fileChanged(let input): [("reason", "fileChanged"), ("input", .string(input))]
        case .contentChanged: [("reason", "contentChanged")]
        case .evicted: [("reason", "evicted")]
        case .savedFileGone(let path): [("reason", "savedFileGone"), ("path", .string(path))]
        case .volatile: [("reason", "volatile")]
        }
    }
}

extension JSONValue {
    fileprivate static func ids(_ nodes: [NodeName]) -> JSONValue {
        .array(nodes.map { .string($0.id.description) })
    }
}
