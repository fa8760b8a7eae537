import Engine
import Kernels
import Synchronization

/// When nodes and their steps ran, by the clock of a profiler.
final class ProfiledNodes: Sendable {
    struct Span: Sendable {
        let name: String
        let isStep: Bool
        let start: Duration
        let duration: Duration
    }

    private struct State {
        var spans: [Span] = []
        var starts: [NodeName: Duration] = [:]
        /// When the last step of a node ended.
        var steps: [NodeName: Duration] = [:]
    }

    private let profiler: Profiler
    private let state = Mutex(State())

    init(_ profiler: Profiler) {
        self.profiler = profiler
    }

    /// In the order in which they ended.
    var spans: [Span] { state.withLock { $0.spans } }

    func note(_ event: Event) {
        let now = profiler.now
        state.withLock { state in
            switch event {
            case .started(let node, _):
                state.starts[node] = now
            case .progressed(let node, let step, let steps):
                if step > 0, let last = state.steps[node] {
                    let name = "\(node) \(step)/\(steps)"
                    state.spans.append(Span(name: name, isStep: true, start: last, duration: now - last))
                }
                state.steps[node] = now
            case .finished(let node, _), .failed(let node, _), .interrupted(let node):
                state.steps[node] = nil
                guard let start = state.starts.removeValue(forKey: node) else { return }
                state.spans.append(Span(name: "\(node)", isStep: false, start: start, duration: now - start))
            default:
                break
            }
        }
    }
}
