import Synchronization

/// Where the workers of a run take nodes and bring results; it knows which can go next, and when all is done.
final class RunDesk: Sendable {
    private let desk: Mutex<Desk>
    private let story: Story

    init(_ plan: Plan, memory: ResultMemory, folders: Folders, catalog: NodeCatalog, story: Story) {
        self.story = story
        desk = Mutex(Desk(state: RunState(plan, memory: memory, folders: folders, catalog: catalog)))
    }

    private struct Desk {
        var state: RunState
        var failures: [NodeFailure] = []
        var isInterrupted = false
        /// Nodes that were taken and not settled.
        var active = 0
        /// Workers with nothing to do until something is settled.
        var idle: [CheckedContinuation<Work?, Never>] = []

        mutating func take() -> Work? {
            guard !isInterrupted, let index = state.next() else { return nil }
            active += 1
            return work(index)
        }

        func work(_ index: Int) -> Work {
            let node = state.nodes[index]
            var job = Work.Job.read
            if case .running(let reason) = node.standing { job = .run(reason, state.inputs(of: index)) }
            return Work(
                index: index, node: node.checked, key: node.key, fingerprints: node.fingerprints, job: job)
        }

        mutating func settlement() -> Settlement {
            guard !state.news.isEmpty else { return Settlement() }
            return Settlement(
                news: state.takeNews().map { news in
                    let node = state.nodes[news.node]
                    return (node.checked, node.key, node.fingerprints, news)
                })
        }
    }

    /// A node to see to.
    struct Work: Sendable {
        let index: Int
        let node: CheckedNode
        let key: ResultKey
        let fingerprints: [InputFingerprint]
        let job: Job

        enum Job: Sendable {
            /// Its result lies in a tier behind the memory.
            case read
            case run(RunReason, [NodeExecution.Value])
        }
    }

    /// What a worker has to see to after something was settled.
    struct Settlement: Sendable {
        /// To be told, in order, and nodes whose result is there.
        var news: [(CheckedNode, ResultKey, [InputFingerprint], RunState.News)] = []
    }

    /// The next node, waiting for one if need be; nil when the run is over.
    func next() async -> Work? {
        await withCheckedContinuation { continuation in
            let answer: Work?? = desk.withLock { desk in
                if let work = desk.take() { return .some(work) }
                if desk.active == 0 { return .some(nil) }
                desk.idle.append(continuation)
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    func finish(_ index: Int, _ result: NodeResult) -> Settlement {
        settle { $0.state.finish(index, result) }
    }

    /// Notes that a result that was to be read is not whole, so that the node has to be run.
    func rerun(_ index: Int) -> Settlement {
        settle { $0.state.rerun(index) }
    }

    /// Adds what a node has handed over to.
    ///
    /// - Throws: what is wrong with it; the node is then still active.
    func expand(_ index: Int, _ pending: PendingResult) throws -> Settlement {
        var fault: (any Error)?
        let settlement = settle { desk in
            do {
                let name = desk.state.nodes[index].name
                let added = try desk.state.expand(index, pending)
                // Before anybody can take one of them.
                story.tell(.expanded(name, into: added))
            } catch {
                fault = error
                desk.active += 1
            }
        }
        if let fault { throw fault }
        return settlement
    }

    /// Asks for lazy inputs of a node that was taken.
    ///
    /// - Returns: the node with its inputs, if they are all there already; otherwise it comes back when they are.
    func ask(_ work: Work, for inputs: Set<Int>) -> (Work?, Settlement) {
        let index = work.index
        var again: Work?
        let settlement = settle { desk in
            guard !desk.state.ask(index, for: inputs) else { return }
            desk.active += 1
            again = desk.work(index)
        }
        return (again, settlement)
    }

    func fail(_ index: Int, _ failure: NodeFailure) -> Settlement {
        settle { desk in
            desk.failures.append(failure)
            desk.state.fail(index, as: failure.node)
        }
    }

    /// Notes that a node was interrupted; no other is started.
    func interrupt() {
        _ = settle { $0.isInterrupted = true }
    }

    func liveNode(_ id: NodeID) -> LiveNode? {
        desk.withLock { $0.state.liveNode(id) }
    }

    /// How the run went, once its workers have ended.
    func conclude() throws {
        let (isInterrupted, failures) = desk.withLock { ($0.isInterrupted, $0.failures) }
        if isInterrupted { throw CancellationError() }
        if !failures.isEmpty { throw RunFailure(failures: failures) }
    }

    /// A loop that nodes have expanded into, if nodes are left that wait for each other; the first of them has failed then.
    func loop() -> (NodeFailure, Settlement)? {
        desk.withLock { desk -> (NodeFailure, Settlement)? in
            guard !desk.isInterrupted, let loop = desk.state.loop() else { return nil }
            let node = desk.state.nodes[loop[0]]
            let issue = GraphIssue(
                .cycle(loop.map { desk.state.nodes[$0].checked.id }), at: node.checked.id, node.name.type)
            let failure = NodeFailure(node: node.name, cause: issue)
            desk.failures.append(failure)
            desk.state.fail(loop[0], as: node.name)
            return (failure, desk.settlement())
        }
    }

    /// Keys that other runs may be waiting for: those of nodes that had handed over when the run ended.
    func unfinishedExpansions() -> [ResultKey] {
        desk.withLock { desk in
            desk.state.nodes.compactMap { node in
                if case .expanded = node.standing { node.key } else { nil }
            }
        }
    }

    /// Changes where the run stands, and gives work to those who wait for it.
    private func settle(_ change: (inout Desk) -> Void) -> Settlement {
        let (settlement, woken) = desk.withLock { desk in
            change(&desk)
            desk.active -= 1
            var woken: [(CheckedContinuation<Work?, Never>, Work?)] = []
            let isOver = desk.active == 0 && (desk.isInterrupted || desk.state.ready.count == 0)
            // One node is left to the worker that asks, which is about to take the next.
            while !desk.idle.isEmpty, isOver || desk.state.ready.count > 1 {
                let work = desk.take()
                if work == nil, !isOver { break }
                woken.append((desk.idle.removeLast(), work))
            }
            return (desk.settlement(), woken)
        }
        for (worker, work) in woken { worker.resume(returning: work) }
        return settlement
    }
}

extension RunState.News {
    fileprivate var node: Int {
        switch self {
        case .reused(let index, _), .joined(let index, _, _), .skipped(let index, _, _): index
        }
    }
}
