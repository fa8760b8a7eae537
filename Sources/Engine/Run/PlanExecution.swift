import Synchronization

/// One run of a plan.
struct PlanExecution: Sendable {
    private let plan: Plan
    private let folders: Folders
    private let memory: ResultMemory
    private let overlap: Int
    private let story: Story
    private let metadata: PictureMetadata

    init(_ plan: Plan, folders: Folders, memory: ResultMemory, overlap: Int, story: Story) {
        self.plan = plan
        self.folders = folders
        self.memory = memory
        self.overlap = overlap
        self.story = story
        metadata = PictureMetadata(graph: plan.keyed.graph.graph)
    }

    /// The run is one task, and its workers are that task's children: interrupting it interrupts what they are at, and it ends
    /// when they have.
    func run() async throws {
        let desk = RunDesk(plan)
        let threads = NodeThreads(count: overlap)
        await withTaskGroup { group in
            for _ in 0..<overlap {
                group.addTask(executorPreference: threads) { await work(at: desk) }
            }
        }
        try desk.conclude()
    }

    /// Runs one node after the other until there is none left.
    private func work(at desk: RunDesk) async {
        while let work = await desk.next() {
            let index = work.index
            do {
                let result = try await result(of: index, work.inputs)
                note(index)
                for twin in desk.finish(index, result) {
                    note(twin)
                    story.tell(.reused(name(twin), saved: result.saved))
                }
            } catch is CancellationError {
                desk.interrupt()
            } catch {
                let failure = NodeFailure(node: name(index), cause: error)
                story.tell(.failed(failure.node, message: failure.description))
                for skipped in desk.fail(index, failure) { story.tell(.skipped(name(skipped), cause: failure.node)) }
            }
        }
    }

    /// The node's result: from another run that has just made it or is at it, otherwise by running the node.
    private func result(of index: Int, _ inputs: [NodeExecution.Value]) async throws -> NodeResult {
        let key = plan.keyed.keys[index]
        while !memory.flights.take(key) {
            guard case .landed(let result) = try await memory.flights.wait(for: key) else { continue }
            story.tell(.reused(name(index), saved: result.saved))
            return result
        }
        if let result = memory.result(for: key) {
            // Another run made it after this one was planned.
            memory.flights.land(result, for: key)
            story.tell(.reused(name(index), saved: result.saved))
            return result
        }
        do {
            try Task.checkCancellation()
            let result = try await run(index, inputs)
            memory.keep(result, for: key, madeBy: plan.keyed.graph.nodes[index].definition)
            memory.flights.land(result, for: key)
            return result
        } catch {
            memory.flights.fall(key)
            throw error
        }
    }

    private func run(_ index: Int, _ inputs: [NodeExecution.Value]) async throws -> NodeResult {
        guard case .runs(let reason) = plan.decisions[index] else {
            preconditionFailure("node \(index) was not planned")
        }
        let node = name(index)
        story.tell(.started(node, reason))
        do {
            let execution = NodeExecution(
                node: plan.keyed.graph.nodes[index], values: inputs,
                intermediates: memory.intermediates(of: plan.keyed, at: index))
            let result = try await execution.run(folders: folders, metadata: metadata.texts, report: story.tell)
            story.tell(.finished(node, seconds: result.seconds))
            return result
        } catch is CancellationError {
            story.tell(.interrupted(node))
            throw CancellationError()
        }
    }

    private func name(_ index: Int) -> NodeName { plan.keyed.graph.nodes[index].name }

    private func note(_ index: Int) {
        let node = plan.keyed.graph.nodes[index]
        let history = NodeHistory(
            type: node.definition.typeName, key: plan.keyed.keys[index], inputs: plan.keyed.fingerprints[index])
        memory.note(history, of: node.id)
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
