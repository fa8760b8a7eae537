import Dispatch
import Foundation

/// Ctrl-C: asks the run to stop, and sees to it that the program does.
///
/// The first signal cancels; nodes notice at their next step, and what is finished is kept. Kernels cannot be stopped in the
/// middle, so when one takes too long, or a second signal comes, the program ends at once: files appear whole or not at all,
/// so that nothing is left half-written.
final class Interruption {
    private let sources: [any DispatchSourceSignal]

    /// - Parameters:
    ///   - grace: how long the run may take to stop.
    ///   - cancel: called for the first signal.
    ///   - cleanUp: called before the program ends without waiting any longer.
    init(
        grace: Duration = .milliseconds(500), cancel: @escaping @Sendable () -> Void,
        cleanUp: @escaping @Sendable () -> Void
    ) {
        let queue = DispatchQueue(label: "darkroom.interruption")
        sources = [SIGINT, SIGTERM].map { signal in
            Foundation.signal(signal, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: signal, queue: queue)
            let count = SignalCount()
            source.setEventHandler {
                guard count.next() == 1 else { Self.leave(cleanUp) }
                cancel()
                let milliseconds = Int(grace / .milliseconds(1))
                queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { Self.leave(cleanUp) }
            }
            source.resume()
            return source
        }
    }

    private static func leave(_ cleanUp: () -> Void) -> Never {
        cleanUp()
        _exit(ExitStatus.interrupted.rawValue)
    }
}

/// Signals so far; touched on the interruption's queue only.
private final class SignalCount: @unchecked Sendable {
    private var count = 0

    func next() -> Int {
        count += 1
        return count
    }
}
