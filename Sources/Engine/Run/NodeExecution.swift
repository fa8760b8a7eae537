import Synchronization

/// One execution of one node: called once, or once for each item of the lists that its links bring.
struct NodeExecution: Sendable {
    let node: CheckedNode
    /// One for each declared input.
    let values: [Value]
    var intermediates: Intermediates?
    var graph = LiveGraph()
    var spareMemory: Int?
    var showsPreviews = false

    enum Value: Sendable {
        case literal(Literal)
        case file(FileName)
        case linked(Linked)
        /// The link itself.
        case link(GraphLink)
        /// Lazy, and not asked for so far.
        case unasked
        case absent
    }

    /// What a link has brought.
    struct Linked: Sendable {
        let items: [(any Port)?]
        let origin: Origin
        let from: NodeName
        /// What the source calls the output.
        let output: String

        enum Origin: Sendable {
            case output(ResultKey, slot: Int)
            case carried(InputFingerprint)
        }
    }

    /// How often the node is called: once, if it takes lists or no list comes; otherwise as often as the longest list has
    /// items, and not at all if one has none.
    var calls: Int {
        guard !node.definition.takesLists else { return 1 }
        var calls = 1
        for case .linked(let linked) in values {
            guard !linked.items.isEmpty else { return 0 }
            calls = max(calls, linked.items.count)
        }
        return calls
    }

    /// Inputs that bring each call a value of its own: their keys do not tell what it gets.
    private var inputsWithLists: Set<String> {
        guard calls > 1 else { return [] }
        let names = zip(node.definition.inputs, values).compactMap { input, value -> String? in
            if case .linked(let linked) = value, linked.items.count > 1 { input.name } else { nil }
        }
        return Set(names)
    }

    /// Runs the calls that nothing blocks, one after the other.
    ///
    /// - Throws: `GraphIssue` for a linked value that does not do; what the node throws.
    func run(
        folders: Folders, metadata: @escaping @Sendable () -> [(String, String)],
        report: @escaping @Sendable (Event) -> Void
    ) async throws -> NodeOutcome {
        let log = CallLog()
        let name = node.name
        let calls = calls
        let context = RunContext(
            node: node.id, folders: folders, intermediates: intermediates?.without(inputsWithLists), graph: graph,
            spareMemory: spareMemory, showsPreviews: showsPreviews, metadata: metadata
        ) { note in
            switch note {
            case .progressed(let step, let steps):
                report(.progressed(name, step: step, of: steps))
            case .previewed(let preview):
                report(.previewed(name, preview))
            case .saved(let path):
                log.saved(path)
                report(.saved(name, path: path))
            case .shown(let text):
                log.shown(text)
                report(.shown(name, text: text))
            case .expanded(let subgraph):
                log.expanded(subgraph)
            case .settledForLess(let what):
                log.settledForLess()
                report(.settledForLess(name, what))
            }
        }
        let clock = ContinuousClock()
        let start = clock.now
        var outputs = node.definition.outputs.map { PendingOutput(isList: $0.isList) }
        let together = try await runTogether(context)
        for call in 0..<calls {
            guard blocker(of: call) == nil else {
                for slot in outputs.indices { outputs[slot].items.append(.value(ExecutionBlocker())) }
                continue
            }
            if let properties = together[call] {
                take(call, properties, into: &outputs)
                continue
            }
            if call > 0 { try context.checkCancellation() }
            log.begin(call)
            let (work, properties) = node.definition.makeNode()
            try bind(call, to: properties)
            try await work.run(context)
            take(call, properties, into: &outputs)
        }
        let seconds = (clock.now - start) / .seconds(1)
        return outcome(outputs, log, seconds: seconds)
    }

    /// Runs all calls that nothing blocks at once, if there are several and the node does that.
    ///
    /// - Returns: the ports of those calls.
    private func runTogether(_ context: RunContext) async throws -> [Int: NodeProperties] {
        let open = (0..<calls).filter { blocker(of: $0) == nil }
        guard open.count > 1, let type = node.definition.type as? any RunsTogether.Type else { return [:] }
        var works: [any Node] = []
        var made: [Int: NodeProperties] = [:]
        for call in open {
            let (work, properties) = node.definition.makeNode()
            try bind(call, to: properties)
            works.append(work)
            made[call] = properties
        }
        try await type.runAll(works, context)
        return made
    }

    /// What blocks calls, one for each call that is blocked.
    func blockers() -> [ExecutionBlocker] {
        (0..<calls).compactMap { blocker(of: $0) }
    }

    /// What there is when every call is blocked.
    func blockedResult() -> NodeResult {
        let outputs = node.definition.outputs.map { output in
            OutputValues(items: (0..<calls).map { _ in ExecutionBlocker() }, isList: output.isList)
        }
        return NodeResult(outputs: outputs, saved: [], seconds: 0)
    }

    private func outcome(_ outputs: [PendingOutput], _ log: CallLog, seconds: Double) -> NodeOutcome {
        let subgraphs = log.subgraphs
        guard subgraphs.isEmpty else {
            return .expanded(
                PendingResult(
                    outputs: outputs, saved: log.paths, shown: log.texts, seconds: seconds, subgraphs: subgraphs))
        }
        let made = outputs.map { output in
            OutputValues(items: output.items.map { value(of: $0) }, isList: output.isList)
        }
        return .made(
            NodeResult(outputs: made, saved: log.paths, shown: log.texts, seconds: seconds),
            isRepeatable: log.isRepeatable)
    }

    private func value(of item: PendingOutput.Item) -> (any Port)? {
        guard case .value(let value) = item else {
            preconditionFailure("\(node.definition.typeName).run linked an output, but handed no subgraph over")
        }
        return value
    }

    private func take(_ call: Int, _ properties: NodeProperties, into outputs: inout [PendingOutput]) {
        for slot in outputs.indices {
            switch properties.outputs[slot].outcome {
            case .value(let value): outputs[slot].items.append(.value(value))
            case .list(let values): outputs[slot].items += values.map { .value($0) }
            case .link(let link): outputs[slot].items.append(.link(call: call, link))
            case .leftOut: outputs[slot].items.append(.value(nil))
            case .forgotten:
                let name = node.definition.outputs[slot].name
                preconditionFailure("\(node.definition.typeName).run did not set output '\(name)'")
            }
        }
    }
}

/// What a node reports, perhaps from several tasks of its own.
private final class CallLog: Sendable {
    private let state = Mutex(State())

    private struct State {
        var call = 0
        var paths: [String] = []
        var texts: [String] = []
        var subgraphs: [(call: Int, graph: Subgraph)] = []
        var isRepeatable = true
    }

    var paths: [String] { state.withLock(\.paths) }
    var texts: [String] { state.withLock(\.texts) }
    var subgraphs: [(call: Int, graph: Subgraph)] { state.withLock(\.subgraphs) }

    var isRepeatable: Bool { state.withLock(\.isRepeatable) }

    func settledForLess() {
        state.withLock { $0.isRepeatable = false }
    }

    func begin(_ call: Int) {
        state.withLock { $0.call = call }
    }

    func saved(_ path: String) {
        state.withLock { $0.paths.append(path) }
    }

    func shown(_ text: String) {
        state.withLock { $0.texts.append(text) }
    }

    func expanded(_ subgraph: Subgraph) {
        state.withLock { state in
            precondition(state.subgraphs.last?.call != state.call, "a call of `run` expanded twice")
            state.subgraphs.append((state.call, subgraph))
        }
    }
}
