import Formats
import Foundation

/// Makes room in a cache: what is cheapest to make again for the bytes that it takes goes first, and what nobody has used for
/// long sooner than that.
///
/// It runs in one process at a time. Others go on reading meanwhile; an entry that goes between being found and being read is
/// a miss.
public struct CacheCollection: Sendable {
    let folder: CacheFolder
    var now: @Sendable () -> Int = secondsNow

    public init(folder: CacheFolder) {
        self.folder = folder
    }

    /// What may be left.
    public struct Goal: Sendable {
        /// Nothing is removed while all takes no more than this; otherwise until it takes nine tenths of it.
        public var bytes: Int

        /// What was last used longer ago than this goes first.
        ///
        /// - Units: seconds.
        public var age: Int?

        public init(bytes: Int, age: Int? = nil) {
            self.bytes = bytes
            self.age = age
        }

        public static let nothing = Goal(bytes: 0)
    }

    /// What a collection did, or would do.
    public struct Report: Sendable, Hashable {
        public var entries = 0
        public var bytes = 0
        public var removedEntries = 0
        public var removedBytes = 0
        /// Files that killed processes had begun to write.
        public var removedUnfinished = 0
    }

    /// - Parameters:
    ///   - isDry: whether it only tells.
    ///   - isUrgent: whether it is done even where another process is at it.
    /// - Returns: nil if another process is at it.
    @discardableResult
    public func run(goal: Goal, isDry: Bool = false, isUrgent: Bool = true) -> Report? {
        guard folder.makeFolder() else { return Report() }
        guard let lock = lock(tries: isUrgent ? 100 : 1) else { return nil }
        return withExtendedLifetime(lock) {
            let report = collect(goal, isDry: isDry)
            touchFile(folder.lock)
            return report
        }
    }

    private func collect(_ goal: Goal, isDry: Bool) -> Report {
        var report = Report()
        var items: [CacheFolder.Item] = []
        for item in folder.items() {
            if !item.isUnfinished {
                items.append(item)
            } else if item.usedAt < now() - Self.unfinishedSeconds {
                if !isDry { removeFile(item.path) }
                report.removedUnfinished += 1
            }
        }
        report.entries = items.count
        report.bytes = items.reduce(0) { $0 + $1.byteCount }
        for item in leaving(items, goal) {
            if !isDry { removeFile(item.path) }
            report.removedEntries += 1
            report.removedBytes += item.byteCount
        }
        return report
    }

    private func lock(tries: Int) -> LockFile? {
        for attempt in 1...tries {
            if let lock = try? LockFile(folder.lock, .exclusive) { return lock }
            if attempt < tries { Thread.sleep(forTimeInterval: 0.1) }
        }
        return nil
    }

    /// Nothing takes this long to write.
    static let unfinishedSeconds = 600

    private func leaving(_ items: [CacheFolder.Item], _ goal: Goal) -> [CacheFolder.Item] {
        let oldest = goal.age.map { now() - $0 } ?? .min
        let old = items.filter { $0.usedAt < oldest }
        let rest = items.filter { $0.usedAt >= oldest }
        var bytes = rest.reduce(0) { $0 + $1.byteCount }
        guard bytes > goal.bytes else { return old }
        if goal.bytes == 0 { return old + rest }
        let ranked = rest.map { ($0, worth(of: $0)) }.sorted { $0.1 < $1.1 }
        return old
            + ranked.map(\.0).prefix { item in
                defer { bytes -= item.byteCount }
                return bytes > goal.bytes - goal.bytes / 10
            }
    }

    /// Seconds of work that a byte stands for, half as much after every week without use. Damage is worth nothing.
    private func worth(of item: CacheFolder.Item) -> Double {
        guard let file = try? SealedFile(path: item.path), let entry = Entry(metadata: file.metadata) else { return 0 }
        let weeks = Double(max(0, now() - item.usedAt)) / (7 * 86_400)
        return max(entry.seconds, 1e-6) / Double(max(item.byteCount, 1)) * exp2(-weeks)
    }
}
