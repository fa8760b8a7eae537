import Synchronization

/// Work under way, by key, so that two runs never do the same at the same time: the second waits for the first.
final class Flights: Sendable {
    /// Those who wait for a key, by their tickets; an empty entry is work that nobody else waits for.
    private let waiting = Mutex<[ResultKey: [Int: CheckedContinuation<Landing, Never>]]>([:])
    private let tickets = Atomic(0)

    enum Landing: Sendable {
        case landed(NodeResult)
        /// Whoever was at work failed or was interrupted: try for yourself.
        case fell
    }

    /// Takes `key` for the caller, who then must `land` or `fall`; false if somebody else has it.
    func take(_ key: ResultKey) -> Bool {
        waiting.withLock { waiting in
            guard waiting[key] == nil else { return false }
            waiting[key] = [:]
            return true
        }
    }

    /// Waits for whoever has `key`.
    ///
    /// - Throws: `CancellationError`.
    func wait(for key: ResultKey) async throws -> Landing {
        let ticket = tickets.wrappingAdd(1, ordering: .relaxed).oldValue
        let landing = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isQueued = waiting.withLock { waiting in
                    guard waiting[key] != nil, !Task.isCancelled else { return false }
                    waiting[key]?[ticket] = continuation
                    return true
                }
                // It landed or fell since the caller looked, or the caller was interrupted.
                if !isQueued { continuation.resume(returning: .fell) }
            }
        } onCancel: {
            waiting.withLock { $0[key]?.removeValue(forKey: ticket) }?.resume(returning: .fell)
        }
        try Task.checkCancellation()
        return landing
    }

    func land(_ result: NodeResult, for key: ResultKey) {
        release(key, .landed(result))
    }

    func fall(_ key: ResultKey) {
        release(key, .fell)
    }

    private func release(_ key: ResultKey, _ landing: Landing) {
        for continuation in (waiting.withLock { $0.removeValue(forKey: key) } ?? [:]).values {
            continuation.resume(returning: landing)
        }
    }
}
