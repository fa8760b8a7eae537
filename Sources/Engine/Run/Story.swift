import Synchronization

/// Passes events on one at a time, so that listeners see one order and need no lock.
final class Story: Sendable {
    private let turn = Mutex(())
    private let listener: @Sendable (Event) -> Void

    init(_ listener: @escaping @Sendable (Event) -> Void) {
        self.listener = listener
    }

    func tell(_ event: Event) {
        turn.withLock { _ in listener(event) }
    }

    /// That a result was there, and what it shows.
    func tellReused(_ node: NodeName, saved: [String], shown: [String], isFromDisk: Bool = false) {
        tell(.reused(node, saved: saved, isFromDisk: isFromDisk))
        for text in shown { tell(.shown(node, text: text)) }
    }
}
