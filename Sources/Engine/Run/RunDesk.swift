import Synchronization

/// Where the workers of a run take nodes and bring results; it knows which can go next, and when all is done.
final class RunDesk: Sendable {
    private let desk: Mutex<Desk>

    init(_ plan: Plan) {
        desk = Mutex(Desk(state: RunState(plan)))
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
            return Work(index: index, inputs: state.inputs(of: index))
        }
    }

    /// A node to run.
    struct Work: Sendable {
        let index: Int
        let inputs: [NodeExecution.Value]
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

    /// - Returns: the nodes with the same key, which are done as well.
    func finish(_ index: Int, _ result: NodeResult) -> [Int] {
        settle { $0.state.finish(index, result) }
    }

    /// - Returns: the nodes that therefore cannot be run.
    func fail(_ index: Int, _ failure: NodeFailure) -> [Int] {
        settle { desk in
            desk.failures.append(failure)
            return desk.state.fail(index)
        }
    }

    /// Notes that a node was interrupted; no other is started.
    func interrupt() {
        settle { $0.isInterrupted = true }
    }

    /// How the run went, once its workers have ended.
    func conclude() throws {
        let (isInterrupted, failures) = desk.withLock { ($0.isInterrupted, $0.failures) }
        if isInterrupted { throw CancellationError() }
        if !failures.isEmpty { throw RunFailure(failures: failures) }
    }

    /// Changes where the run stands, and gives work to those who wait for it.
    private func settle<Answer: Sendable>(_ change: (inout sending Desk) -> sending Answer) -> Answer {
        let (answer, woken) = desk.withLock { desk in
            let answer = change(&desk)
            desk.active -= 1
            var woken: [(CheckedContinuation<Work?, Never>, Work?)] = []
            let isOver = desk.active == 0 && (desk.isInterrupted || desk.state.readyCount == 0)
            // One node is left to the worker that asks, which is about to take the next.
            while !desk.idle.isEmpty, isOver || desk.state.readyCount > 1 {
                woken.append((desk.idle.removeLast(), desk.take()))
            }
            return (answer, woken)
        }
        for (worker, work) in woken { worker.resume(returning: work) }
        return answer
    }
}
