import Formats
import Foundation

/// The output folder of a batch, and what Darkroom keeps there besides the pictures: `batch.jsonl` (the journal),
/// `batch.json` (the summary), and `.batch` with locks and unfinished jobs.
///
/// A shard has a journal and a summary of its own, `batch.2-of-8.jsonl` and `batch.2-of-8.json`, so that no two processes
/// write to one file, whatever file system lies below.
struct BatchFolder: Sendable {
    let output: String
    let shard: Shard?

    private var tag: String { shard.map { ".\($0.number)-of-\($0.count)" } ?? "" }
    private var own: String { "\(output)/.batch" }

    var journalPath: String { "\(output)/batch\(tag).jsonl" }
    var summaryPath: String { "\(output)/batch\(tag).json" }

    /// Where the jobs of one journal are worked on.
    static func workFolder(of journalPath: String) -> String {
        let folder = NSString(string: journalPath).deletingLastPathComponent
        let name = NSString(string: NSString(string: journalPath).lastPathComponent).deletingPathExtension
        return "\(folder)/.batch/work/\(name)"
    }

    var workFolder: String { Self.workFolder(of: journalPath) }

    func create() throws {
        try FileManager.default.createDirectory(atPath: workFolder, withIntermediateDirectories: true)
    }

    /// The journals of all shards, and the unsharded one.
    func allJournalPaths() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: output)
            .filter { $0 == "batch.jsonl" || $0.wholeMatch(of: /batch\.\d+-of-\d+\.jsonl/) != nil }
            .sorted().map { "\(output)/\($0)" }
    }

    /// Takes the folder, or the shard's part of it, for this process; waits a little for one that is just ending.
    ///
    /// - Parameter told: called once if there is somebody to wait for.
    /// - Returns: locks to hold while working.
    /// - Throws: `BatchFolderError.inUse`; `FileError`; `CancellationError`.
    func lock(patience: Duration, told: () -> Void) async throws -> [LockFile] {
        let clock = ContinuousClock()
        let end = clock.now + patience
        var isTold = false
        while true {
            if let locks = try tryLock() { return locks }
            guard clock.now < end else { throw BatchFolderError.inUse(folder: output, shard: shard) }
            if !isTold { told() }
            isTold = true
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// All shards hold `all.lock` together, and no one who works on the whole; shards of another count are found by theirs.
    private func tryLock() throws -> [LockFile]? {
        guard let shard else { return try LockFile("\(own)/all.lock", .exclusive).map { [$0] } }
        guard let all = try LockFile("\(own)/all.lock", .shared),
            let count = try LockFile("\(own)/of-\(shard.count).lock", .shared),
            let part = try LockFile("\(own)/\(shard.number)-of-\(shard.count).lock", .exclusive)
        else { return nil }
        // Ours is held before others' are looked at: of two who come at once, at least one sees the other.
        let others = try FileManager.default.contentsOfDirectory(atPath: own)
            .filter { $0.hasPrefix("of-") && $0 != "of-\(shard.count).lock" }
        for other in others {
            guard try LockFile("\(own)/\(other)", .exclusive) != nil else {
                throw BatchFolderError.otherShards(folder: output, theirs: other, count: shard.count)
            }
        }
        return [all, count, part]
    }
}
