import Formats
import Foundation
import Synchronization

/// Sees to it that a cache stays within its budget, together with other processes that do the same.
final class CacheRoom: Sendable {
    private let folder: CacheFolder
    private let budget: Int
    private let state = Mutex(State())

    private struct State {
        /// Bytes written since this process last looked at the whole.
        var written = 0
        var hasLooked = false
    }

    init(folder: CacheFolder, budget: Int) {
        self.folder = folder
        self.budget = budget
    }

    /// Notes that an entry was written, and makes room if it is time to look.
    func wrote(_ byteCount: Int) {
        let isTime = state.withLock { state in
            state.written += byteCount
            // The whole is looked at once a process, unless another one has just done so, and then after every fiftieth of
            // the budget.
            guard state.written > budget / 50 || (!state.hasLooked && !folder.wasJustCollected) else {
                state.hasLooked = true
                return false
            }
            state.written = 0
            state.hasLooked = true
            return true
        }
        if isTime { CacheCollection(folder: folder).run(goal: .init(bytes: budget), isUrgent: false) }
    }

    /// Notes that an entry was of use. Its time is that of the file, which is set once an hour at most.
    func used(_ path: String) {
        guard let stamp = try? FileStamp(of: path), stamp.modifiedAt.seconds < secondsNow() - 3600 else { return }
        touchFile(path)
    }
}

/// Seconds since 1970.
func secondsNow() -> Int { Int(Date().timeIntervalSince1970) }

extension CacheFolder {
    /// Whether some process has looked at the whole within the last ten minutes.
    fileprivate var wasJustCollected: Bool {
        guard let stamp = try? FileStamp(of: lock) else { return false }
        return stamp.modifiedAt.seconds > secondsNow() - 600
    }
}
