import Engine
import Synchronization

/// Which entries a cache has, for when many are asked for at once: a graph of a million nodes would otherwise try to open a
/// million files that are not there.
final class EntryNames: Sendable {
    private let folder: CacheFolder
    private let state = Mutex(State())

    private struct State {
        var windowStart: ContinuousClock.Instant?
        /// Questions since then.
        var asked = 0
        var names: Set<ResultKey> = []
        var listedAt: ContinuousClock.Instant?
    }

    init(folder: CacheFolder) {
        self.folder = folder
    }

    /// False if there is no such entry, as far as is known without looking at the disk for each.
    ///
    /// What another process writes is noticed within two seconds while much is asked for, and at once otherwise.
    func mayHold(_ key: ResultKey) -> Bool {
        let now = ContinuousClock.now
        return state.withLock { state in
            if state.windowStart.map({ now - $0 > .seconds(1) }) ?? true {
                state.windowStart = now
                state.asked = 0
            }
            state.asked += 1
            guard state.asked > 256 else { return true }
            if state.listedAt.map({ now - $0 > .seconds(2) }) ?? true {
                state.names = Set(folder.keys())
                state.listedAt = .now
            }
            return state.names.contains(key)
        }
    }

    func add(_ key: ResultKey) {
        state.withLock { state in
            if state.listedAt != nil { state.names.insert(key) }
        }
    }
}
