import Synchronization

/// Where the workers of a run take nodes and bring results; it knows which can go next, and when all is done.
final class RunDesk: Sendable {
    private let desk: Mutex<Desk>
    private let story: Story

    /// - Parameter memoryLimit: what values and work may take together.
    init(
        _ plan: Plan, memory: ResultMemory, folders: Folders, catalog: NodeCatalog, memoryLimit: Int?, story: Story
    ) {
        self.story = story
        let state = RunState(
            plan, memory: memory, folders: folders, catalog: catalog, countsMemory: memoryLimit != nil)
        desk = Mutex(Desk(state: state, memoryLimit: memoryLimit))
    }

    private struct Desk {
        var state: RunState
        let memoryLimit: Int?
        /// What nodes at work have been promised beyond the values that are there.
        var promised: [Int: Int] = [:]
        var failures: [NodeFailure] = []
        var isInterrupted = false
        /// Nodes that were taken and not settled.
        var active = 0
        /// Workers with nothing to do until something is settled.
        var idle: [CheckedContinuation<Work?, Never>] = []

        mutating func take() -> Work? {
            guard !isInterrupted, let index = state.next() else { return nil }
            var work = work(index)
            guard admit(&work) else {
                state.putBack(index)
                return nil
            }
            active += 1
            return work
        }

        /// Sees whether there is memory enough for a node beside what is there and at work; if there is not, it has to wait
        /// until something is done. A node that has the field to itself is told what it lacks.
        private mutating func admit(_ work: inout Work) -> Bool {
            guard let memoryLimit, case .run(_, let inputs) = work.job,
                let (need, outputs) = NodeExecution(node: work.node, values: inputs).memoryNeed()
            else { return true }
            let others = promised.values.reduce(state.held) { $0.saturatingAdd($1) }
            let least = outputs.saturatingAdd(need.least)
            if others.saturatingAdd(least) > memoryLimit {
                guard active == 0 else { return false }
                work.job = .refuse(
                    MemoryShortage(need: others.saturatingAdd(least), outputs: outputs, limit: memoryLimit))
                return true
            }
            // Weights that lie in files share the room, but a node is not kept from what it cannot do without: the system takes
            // away of the files what does not fit.
            let room = memoryLimit - others - outputs
            work.spareMemory = max(room - state.mapped, min(room, need.least))
            promised[work.index] = min(outputs.saturatingAdd(need.working), memoryLimit - others)
            return true
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
        var job: Job
        /// What is left for the work itself, if that is limited.
        var spareMemory: Int?

        enum Job: Sendable {
            /// Its result lies in a tier behind the memory.
            case read
            case run(RunReason, [NodeExecution.Value])
            /// There is not memory enough for it.
            case refuse(MemoryShortage)
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
        settle(index) { $0.state.finish(index, result) }
    }

    /// Notes that a result that was to be read is not whole, so that the node has to be run.
    func rerun(_ index: Int) -> Settlement {
        settle(index) { $0.state.rerun(index) }
    }

    /// Adds what a node has handed over to.
    ///
    /// - Throws: what is wrong with it; the node is then still active.
    func expand(_ index: Int, _ pending: PendingResult) throws -> Settlement {
        var fault: (any Error)?
        let settlement = settle(index) { desk in
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
        let settlement = settle(index) { desk in
            guard !desk.state.ask(index, for: inputs) else { return }
            desk.active += 1
            again = desk.work(index)
        }
        return (again, settlement)
    }

    func fail(_ index: Int, _ failure: NodeFailure) -> Settlement {
        settle(index) { desk in
            desk.failures.append(failure)
            desk.state.fail(index, as: failure.node)
        }
    }

    /// Notes that a node was interrupted; no other is started.
    func interrupt(_ index: Int) {
        _ = settle(index) { $0.isInterrupted = true }
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
    private func settle(_ index: Int, _ change: (inout Desk) -> Void) -> Settlement {
        let (settlement, woken) = desk.withLock { desk in
            desk.promised[index] = nil
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
