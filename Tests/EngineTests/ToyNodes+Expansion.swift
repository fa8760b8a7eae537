import Engine
import JSON

/// Adds a number to itself by a subgraph.
struct ToyDouble: Node {
    static let summary = "Double a number."

    @Input("A number.", in: Int.min...Int.max) var value = 0

    @Output var doubled: Int

    func run(_ context: RunContext) {
        var body = Subgraph()
        let sum = body.add("ToyAdd", ["a": .from($value), "b": .from($value)])
        $doubled.link(to: sum[0])
        context.expand(into: body)
    }
}

/// Doubles as often as it is told, each time by a subgraph with another of its kind.
struct ToyPower: Node {
    static let summary = "Double a number several times."

    @Input("A number.", in: Int.min...Int.max) var value = 0
    @Input("How often.", in: 0...100_000) var times = 0

    @Output var power: Int

    func run(_ context: RunContext) {
        guard times > 0 else {
            power = value
            return
        }
        var body = Subgraph()
        let sum = body.add("ToyAdd", ["a": .from($value), "b": .from($value)])
        let rest = body.add("ToyPower", ["value": .link(sum[0]), "times": .literal(.int(times - 1))])
        $power.link(to: rest[0])
        context.expand(into: body)
    }
}

/// Gives a value, a link and a list with both, and has an output node inside.
struct ToyMixture: Node {
    static let summary = "Expand in part."

    @Input("The room.") var room = ""
    @Input("A number.", in: 0...1000) var value = 0

    @Output("plain") var plain: Int
    @Output("linked") var linked: Int

    func run(_ context: RunContext) {
        var body = Subgraph()
        let made = body.add("ToyPass", ["value": .value(value * 10)])
        let clock = body.add("ToyAdd", id: "spare", ["a": 1, "b": 2])
        body.set("b", of: clock, to: 3)
        _ = body.add("ToyTell", id: "tell", ["room": .from($room), "value": .link(made[0])])
        plain = value
        $linked.link(to: made[0])
        context.expand(into: body)
    }
}

/// Expands into something that is not right: a loop, an unknown type, a failure.
struct ToyMishap: Node {
    static let summary = "Expand wrongly."

    @Input("What is wrong.") var fault = "cycle"

    @Output var number: Int

    func run(_ context: RunContext) {
        var body = Subgraph()
        let first = body.add(fault == "unknown" ? "ToyAdb" : fault == "failure" ? "ToyFailure" : "ToyAdd")
        switch fault {
        case "cycle":
            let second = body.add("ToyAdd", ["a": .link(first[0]), "b": 1])
            body.set("a", of: first, to: .link(second[0]))
            body.set("b", of: first, to: 1)
        case "range": body.set("a", of: first, to: "walnut")
        case "failure": body.set("text", of: first, to: "it broke. Mend it.")
        case "itself":
            body = Subgraph()
            let again = body.add("ToyMishap", ["fault": .from($fault)])
            $number.link(to: again[0])
            context.expand(into: body)
            return
        default: break
        }
        $number.link(to: first[0])
        context.expand(into: body)
    }
}

struct ToyFlow: Port {
    static let portType = "FLOW"
    var memoryCost: Int { 1 }
}

/// Where a loop begins.
struct ToyLoopOpen: Node {
    static let summary = "Begin a loop."

    @Input("What it begins with.") var start: Anything

    @Output("flow") var flow: ToyFlow
    @Output("value") var value: Anything

    func run(_ context: RunContext) {
        flow = ToyFlow()
        value = start
    }
}

/// Where a loop ends: copies all that stands between, for as long as `again` says so.
struct ToyLoopClose: Node {
    static let summary = "End a loop."

    @Input("The loop's beginning.") var flow: LinkTo<ToyFlow>
    @Input("Whether it goes on.") var again = false
    @Input("The value.") var value: Anything

    @Output("value") var result: Anything

    func run(_ context: RunContext) {
        guard again else {
            result = value
            return
        }
        let open = flow.link.node
        let inside = nodesInside(context, from: open)
        var body = Subgraph()
        var handles: [NodeID: Subgraph.Handle] = [:]
        for (id, node) in inside { handles[id] = body.add(node.type) }
        for (id, node) in inside {
            guard let handle = handles[id] else { continue }
            for (name, input) in node.inputs {
                var input = input
                if let link = input.graphLink, let copy = handles[link.node] { input = .link(copy[link.slot]) }
                body.set(name, of: handle, to: id == open && name == "start" ? .from($value) : input)
            }
        }
        guard let end = handles[context.node] else { return }
        $result.link(to: end[0])
        context.expand(into: body)
    }

    /// All that the loop's end needs and that needs its beginning, with both.
    private func nodesInside(_ context: RunContext, from open: NodeID) -> [(NodeID, LiveNode)] {
        var found: [(NodeID, LiveNode)] = []
        var isInside: [NodeID: Bool] = [open: true]
        func visit(_ id: NodeID) -> Bool {
            if let known = isInside[id] { return known }
            isInside[id] = false
            guard let node = context.graph[id] else { return false }
            let inside = node.inputs.compactMap { $0.value.graphLink }.map { visit($0.node) }.contains(true)
            isInside[id] = inside
            if inside { found.append((id, node)) }
            return inside
        }
        _ = visit(context.node)
        if let node = context.graph[open] { found.append((open, node)) }
        return found
    }
}
