/// Where a run stands: which nodes wait for what, and the values that are still needed.
///
/// Every link of a node that runs, or may come to run, counts as a use of what it leads to until the node is done or turns out
/// not to be needed. So values live as long as something may want them, and what only unneeded nodes need is never made.
struct RunState {
    var nodes: [RunNode] = []
    var ready = ReadyQueue()
    /// For each key the node that makes its result.
    var firsts: [ResultKey: Int]
    /// Lazy inputs that nodes have asked for.
    var asked: [Int: Set<Int>]
    /// How many expansions there have been.
    var generation = 0
    /// Positions by id, once somebody has asked for one.
    var positions: [NodeID: Int]?
    /// What is to be told, in order.
    var news: [News] = []

    let memory: ResultMemory
    let folders: Folders
    let catalog: NodeCatalog
    var keyMaker: KeyMaker

    /// What the values take that are there, besides files, and what lies in files, if anybody has to know.
    ///
    /// - Units: bytes.
    private(set) var held = 0
    private(set) var mapped = 0
    private let countsMemory: Bool

    /// Whether a node may come to refer to any other, so that no value can be dropped early.
    let keepsAll: Bool

    /// Something that has happened to a node while others ran.
    enum News: Sendable {
        /// Its result was there already, or was made by a node with the same key.
        case reused(Int, NodeResult)
        /// What it had handed over to is done.
        case joined(Int, NodeResult, isRepeatable: Bool)
        case skipped(Int, cause: NodeName, wasExpanded: Bool)
    }

    init(
        _ plan: Plan, memory: ResultMemory, folders: Folders, catalog: NodeCatalog, countsMemory: Bool = false
    ) {
        let keyed = plan.keyed
        self.memory = memory
        self.folders = folders
        self.catalog = catalog
        self.countsMemory = countsMemory
        keyMaker = keyed.keyMaker
        firsts = plan.firsts
        asked = plan.chosen
        keepsAll = keyed.graph.nodes.contains(where: \.definition.takesLinks)
        nodes.reserveCapacity(keyed.graph.nodes.count)
        for (index, checked) in keyed.graph.nodes.enumerated() {
            nodes.append(
                RunNode(
                    checked, key: keyed.keys[index], fingerprints: keyed.fingerprints[index],
                    isRepeatable: !keyed.unrepeatable.contains(index),
                    // Output nodes first, so that pictures show early; then in the order of the plan, which finishes one
                    // output before it begins the next and so holds few values at a time.
                    rank: checked.definition.isOutput ? index : keyed.graph.nodes.count + index,
                    maker: firsts[keyed.keys[index]] ?? index))
        }
        for (index, decision) in plan.decisions.enumerated() { take(decision, for: index) }
        for (index, decision) in plan.decisions.enumerated() {
            if case .runs = decision { wire(index) }
        }
        for index in nodes.indices where !nodes[index].values.isEmpty { dropUnused(index) }
        news = []
    }

    private mutating func take(_ decision: Plan.Decision, for index: Int) {
        switch decision {
        case .unneeded: break
        case .possible:
            nodes[index].standing = .possible
            holdSources(of: index)
        case .reused where nodes[index].maker != index: break
        case .reused(.held(let result)):
            settle(index, result)
        case .reused(.stored):
            nodes[index].standing = .stored
        case .same(as: let first, let isNeeded):
            if isNeeded { nodes[first].twins.append(index) }
        case .runs(let reason):
            nodes[index].standing = .waiting(reason)
            holdSources(of: index)
        }
    }

    /// The next node to start, if one can be started.
    mutating func next() -> Int? {
        while let index = ready.pop() {
            switch nodes[index].standing {
            case .waiting(let reason):
                nodes[index].standing = .running(reason)
                return index
            case .reading:
                return index
            default:
                // It turned out not to be needed, or cannot be run any more.
                continue
            }
        }
        return nil
    }

    /// Notes that a node is done.
    mutating func finish(_ index: Int, _ result: NodeResult) {
        var done = [(index, result)]
        while let (index, result) = done.popLast() {
            settle(index, result)
            dropUnused(index)
            releaseSources(of: index)
            for twin in nodes[index].twins { news.append(.reused(twin, result)) }
            nodes[index].twins = []
            let consumers = nodes[index].consumers
            nodes[index].consumers = []
            for consumer in consumers {
                nodes[consumer].waiting -= 1
                if nodes[consumer].waiting == 0, let joined = proceed(consumer) { done.append((consumer, joined)) }
            }
        }
    }

    mutating func settle(_ index: Int, _ result: NodeResult) {
        nodes[index].values = result.outputs
        nodes[index].saved = result.saved
        nodes[index].shown = result.shown
        nodes[index].seconds = result.seconds
        nodes[index].standing = .done
        guard countsMemory else { return }
        held = result.outputs.reduce(held) { $0.saturatingAdd($1.ownCost) }
        mapped = result.outputs.reduce(mapped) { $0.saturatingAdd($1.mappedCost) }
    }

    mutating func drop(_ slot: Int, of index: Int) {
        if countsMemory, held != .max { held -= nodes[index].values[slot]?.ownCost ?? 0 }
        if countsMemory, mapped != .max { mapped -= nodes[index].values[slot]?.mappedCost ?? 0 }
        nodes[index].values[slot] = nil
    }

    /// Has a node that was to be started wait again.
    mutating func putBack(_ index: Int) {
        guard case .running(let reason) = nodes[index].standing else { return }
        nodes[index].standing = .waiting(reason)
        ready.push(index, rank: nodes[index].rank)
    }

    /// Lets a node go on that waits for nothing any more.
    ///
    /// - Returns: its result, if it had only waited for its subgraph.
    private mutating func proceed(_ index: Int) -> NodeResult? {
        switch nodes[index].standing {
        case .waiting: ready.push(index, rank: nodes[index].rank)
        case .expanded(let expanded): return join(index, expanded)
        default: break
        }
        return nil
    }

    /// Notes that a node failed; what depends on it cannot be run.
    ///
    /// - Parameter isItself: whether the node is the cause, rather than one that cannot be run because of it.
    mutating func fail(_ index: Int, as cause: NodeName, isItself: Bool = true) {
        var stack = [index]
        var skipped: [(Int, Bool)] = []
        while let failed = stack.popLast() {
            var wasExpanded = false
            switch nodes[failed].standing {
            case .failed, .done: continue
            case .expanded(let expanded):
                wasExpanded = true
                releaseTargets(of: expanded)
            default: break
            }
            nodes[failed].standing = .failed(cause: cause)
            if failed != index || !isItself { skipped.append((failed, wasExpanded)) }
            skipped += nodes[failed].twins.map { ($0, false) }
            nodes[failed].twins = []
            releaseSources(of: failed)
            stack += nodes[failed].consumers
            nodes[failed].consumers = []
        }
        for (skipped, wasExpanded) in skipped.sorted(by: { $0.0 < $1.0 }) {
            news.append(.skipped(skipped, cause: cause, wasExpanded: wasExpanded))
        }
    }

    /// What has happened since this was last asked.
    mutating func takeNews() -> [News] {
        defer { news = [] }
        return news
    }
}
