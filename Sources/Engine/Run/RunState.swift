/// Where a run stands: which nodes wait for what, and the values that are still needed.
struct RunState {
    let plan: Plan
    private var nodes: [CheckedNode] { plan.keyed.graph.nodes }

    /// Values of finished and reused nodes, by node and slot; dropped when the last input that takes them has been served.
    private var values: [[OutputValues?]]
    private var uses: [[Int]]
    /// Nodes to run that take a node's values, once per link.
    private var consumers: [[Int]]
    /// Links of a node whose values are not there yet.
    private var waiting: [Int]
    /// Nodes with the same key as an earlier one.
    private var twins: [Int: [Int]] = [:]
    private var isSkipped: Set<Int> = []
    private var ready = ReadyQueue()

    init(_ plan: Plan) {
        self.plan = plan
        let nodes = plan.keyed.graph.nodes
        values = [[OutputValues?]](repeating: [], count: nodes.count)
        uses = nodes.map { [Int](repeating: 0, count: $0.definition.outputs.count) }
        consumers = [[Int]](repeating: [], count: nodes.count)
        waiting = [Int](repeating: 0, count: nodes.count)

        for (index, decision) in plan.decisions.enumerated() {
            switch decision {
            case .unneeded:
                continue
            case .reused(let result):
                values[index] = result.outputs
            case .same(as: let first):
                twins[first, default: []].append(index)
            case .runs:
                for case .link(let source, let slot) in nodes[index].inputs {
                    let maker = maker(of: source)
                    uses[maker][slot] += 1
                    guard case .runs = plan.decisions[maker] else { continue }
                    consumers[maker].append(index)
                    waiting[index] += 1
                }
                if waiting[index] == 0 { ready.push(rank(of: index)) }
            }
        }
        for index in values.indices where !values[index].isEmpty { dropUnused(index) }
    }

    /// The next node to start, if one can be started.
    mutating func next() -> Int? {
        ready.pop().map { $0 % nodes.count }
    }

    /// Nodes that can be started.
    var readyCount: Int { ready.count }

    /// What `index` gets for its inputs.
    func inputs(of index: Int) -> [NodeExecution.Value] {
        nodes[index].inputs.map { input in
            switch input {
            case .literal(let value): return .literal(value)
            case .file(let file): return .file(file)
            case .absent: return .absent
            case .link(let source, let slot):
                let from = nodes[source]
                guard let item = values[maker(of: source)][slot]?.items.last, let value = item else {
                    return .missing(from: from.name, output: from.definition.outputs[slot].name)
                }
                return .linked(value, from: from.name)
            }
        }
    }

    /// Notes that a node is done.
    ///
    /// - Returns: the nodes with the same key, which are done as well.
    mutating func finish(_ index: Int, _ result: NodeResult) -> [Int] {
        values[index] = result.outputs
        dropUnused(index)
        release(inputsOf: index)
        for consumer in consumers[index] {
            waiting[consumer] -= 1
            if waiting[consumer] == 0, !isSkipped.contains(consumer) { ready.push(rank(of: consumer)) }
        }
        return twins[index] ?? []
    }

    /// Notes that a node failed.
    ///
    /// - Returns: the nodes that therefore cannot be run, in order.
    mutating func fail(_ index: Int) -> [Int] {
        release(inputsOf: index)
        var skipped = twins[index] ?? []
        var stack = consumers[index]
        while let consumer = stack.popLast() {
            guard isSkipped.insert(consumer).inserted else { continue }
            release(inputsOf: consumer)
            skipped += [consumer] + (twins[consumer] ?? [])
            stack += consumers[consumer]
        }
        return skipped.sorted()
    }

    /// Output nodes first, so that pictures show early; then in the order of the plan, which finishes one output before it
    /// begins the next and so holds few values at a time.
    private func rank(of index: Int) -> Int {
        nodes[index].definition.isOutput ? index : nodes.count + index
    }

    private func maker(of index: Int) -> Int {
        if case .same(as: let first) = plan.decisions[index] { first } else { index }
    }

    private mutating func release(inputsOf index: Int) {
        for case .link(let source, let slot) in nodes[index].inputs {
            let maker = maker(of: source)
            uses[maker][slot] -= 1
            if uses[maker][slot] == 0, !values[maker].isEmpty { values[maker][slot] = nil }
        }
    }

    private mutating func dropUnused(_ index: Int) {
        for slot in values[index].indices where uses[index][slot] == 0 { values[index][slot] = nil }
    }
}
