import Synchronization

/// One run of a plan.
struct PlanExecution: Sendable {
    private let plan: Plan
    private let catalog: NodeCatalog
    private let folders: Folders
    private let memory: ResultMemory
    private let overlap: Int
    private let memoryLimit: Int?
    private let showsPreviews: Bool
    private let story: Story
    private let metadata: PictureMetadata

    init(
        _ plan: Plan, catalog: NodeCatalog, folders: Folders, memory: ResultMemory, overlap: Int,
        memoryLimit: Int?, showsPreviews: Bool, story: Story
    ) {
        self.plan = plan
        self.catalog = catalog
        self.folders = folders
        self.memory = memory
        self.overlap = overlap
        self.memoryLimit = memoryLimit
        self.showsPreviews = showsPreviews
        self.story = story
        metadata = PictureMetadata(graph: plan.keyed.graph.graph)
    }

    /// The run is one task, and its workers are that task's children: interrupting it interrupts what they are at, and it ends
    /// when they have.
    func run() async throws {
        let desk = RunDesk(
            plan, memory: memory, folders: folders, catalog: catalog, memoryLimit: memoryLimit, story: story)
        let threads = NodeThreads(count: overlap)
        await withTaskGroup { group in
            for _ in 0..<overlap {
                group.addTask(executorPreference: threads) { await work(at: desk) }
            }
        }
        while let (failure, settlement) = desk.loop() {
            story.tell(.failed(failure.node, message: failure.description))
            tell(settlement)
        }
        for key in desk.unfinishedExpansions() { memory.flights.fall(key) }
        try desk.conclude()
    }

    /// Sees to one node after the other until there is none left.
    private func work(at desk: RunDesk) async {
        while let work = await desk.next() {
            switch work.job {
            case .read:
                let result = memory.result(for: work.key)
                tell(result.map { desk.finish(work.index, $0) } ?? desk.rerun(work.index))
            case .run(let reason, let inputs):
                await run(work, reason, inputs, at: desk)
            case .refuse(let shortage):
                fail(work, shortage, at: desk)
            }
        }
    }

    private func fail(_ work: RunDesk.Work, _ cause: any Error, at desk: RunDesk) {
        let failure = cause as? NodeFailure ?? NodeFailure(node: work.node.name, cause: cause)
        story.tell(.failed(failure.node, message: failure.description))
        tell(desk.fail(work.index, failure))
    }

    private func run(
        _ work: RunDesk.Work, _ reason: RunReason, _ inputs: [NodeExecution.Value], at desk: RunDesk
    ) async {
        let index = work.index
        do {
            let execution = NodeExecution(
                node: work.node, values: inputs,
                intermediates: memory.intermediates(of: work.node, inputs: work.fingerprints),
                graph: LiveGraph { desk.liveNode($0) }, spareMemory: work.spareMemory,
                showsPreviews: showsPreviews)
            if work.node.definition.hasLazyInputs {
                let missing = try execution.missingInputs()
                if !missing.isEmpty {
                    let (again, settlement) = desk.ask(work, for: missing)
                    tell(settlement)
                    if let again, case .run(let reason, let inputs) = again.job {
                        await run(again, reason, inputs, at: desk)
                    }
                    return
                }
            }
            switch try await outcome(of: execution, work, reason) {
            case .made(let result, _):
                note(work.node, work.key, work.fingerprints)
                tell(desk.finish(index, result))
            case .expanded(let pending):
                do {
                    tell(try desk.expand(index, pending))
                } catch {
                    memory.flights.fall(work.key)
                    throw error
                }
            }
        } catch is CancellationError {
            desk.interrupt(index)
        } catch {
            fail(work, error, at: desk)
        }
    }

    /// What becomes of a node: its result from another run that has just made it or is at it, otherwise by running it.
    private func outcome(
        of execution: NodeExecution, _ work: RunDesk.Work, _ reason: RunReason
    ) async throws -> NodeOutcome {
        let (key, name) = (work.key, work.node.name)
        while !memory.flights.take(key) {
            guard case .landed(let result) = try await memory.flights.wait(for: key) else { continue }
            story.tellReused(name, saved: result.saved, shown: result.shown)
            return .made(result, isRepeatable: true)
        }
        do {
            if let result = memory.result(for: key) {
                // Another run made it after this one was planned.
                memory.flights.land(result, for: key)
                story.tellReused(name, saved: result.saved, shown: result.shown)
                return .made(result, isRepeatable: true)
            }
            try Task.checkCancellation()
            let outcome = try await run(execution, name, reason)
            if case .made(let result, let isRepeatable) = outcome {
                if isRepeatable { keep(result, for: key, madeBy: work.node) }
                memory.flights.land(result, for: key)
            }
            return outcome
        } catch {
            memory.flights.fall(key)
            throw error
        }
    }

    private func run(_ execution: NodeExecution, _ node: NodeName, _ reason: RunReason) async throws -> NodeOutcome {
        let blockers = execution.blockers()
        for blocker in blockers where blocker.message != nil || blockers.count == execution.calls {
            story.tell(.blocked(node, message: blocker.message))
            break
        }
        // What was kept from showing anything is not done with.
        if !blockers.isEmpty, blockers.count == execution.calls {
            return .made(execution.blockedResult(), isRepeatable: !execution.node.definition.isOutput)
        }
        story.tell(.started(node, reason))
        do {
            let outcome = try await execution.run(folders: folders, metadata: metadata.texts, report: story.tell)
            if case .made(let result, _) = outcome { story.tell(.finished(node, seconds: result.seconds)) }
            return outcome
        } catch is CancellationError {
            story.tell(.interrupted(node))
            throw CancellationError()
        }
    }

    private func keep(_ result: NodeResult, for key: ResultKey, madeBy node: CheckedNode) {
        memory.keep(result, for: key, madeBy: node)
    }

    /// Tells what came of something that was settled, and keeps what it completed.
    private func tell(_ settlement: RunDesk.Settlement) {
        for (node, key, fingerprints, news) in settlement.news {
            switch news {
            case .reused(_, let result):
                note(node, key, fingerprints)
                story.tellReused(node.name, saved: result.saved, shown: result.shown)
            case .joined(_, let result, let isRepeatable):
                if isRepeatable { memory.keep(result, for: key, madeBy: node) }
                memory.flights.land(result, for: key)
                note(node, key, fingerprints)
                story.tell(.finished(node.name, seconds: result.seconds))
            case .skipped(_, let cause, let wasExpanded):
                if wasExpanded { memory.flights.fall(key) }
                story.tell(.skipped(node.name, cause: cause))
            }
        }
    }

    private func note(_ node: CheckedNode, _ key: ResultKey, _ fingerprints: [InputFingerprint]) {
        memory.note(NodeHistory(type: node.definition.typeName, key: key, inputs: fingerprints), of: node.id)
    }
}

/// The texts that pictures carry, written once for all of them.
private final class PictureMetadata: Sendable {
    private let graph: Graph
    private let written = Mutex<[(String, String)]?>(nil)

    init(graph: Graph) {
        self.graph = graph
    }

    @Sendable func texts() -> [(String, String)] {
        written.withLock { written in
            let texts = written ?? graph.pictureMetadata()
            written = texts
            return texts
        }
    }
}
