import Engine
import JSON

/// What happens in a batch, told in order.
public enum BatchEvent: Sendable {
    /// Once, before the first job starts; `finished` are jobs that earlier runs had made.
    case began(jobs: Int, finished: Int)
    case noticed(BatchNotice)
    case started(PlannedJob)
    /// From inside a job.
    case told(PlannedJob, Event)
    /// All its files lie complete at these paths.
    case made(PlannedJob, MadeJob, paths: [String])
    case failed(PlannedJob, message: String)
}

/// Something that a user should know about the folder that a batch goes on in.
public enum BatchNotice: Hashable, Sendable {
    /// Another process holds the folder and is waited for.
    case waits(folder: String)
    case graphChanged(kept: Int)
    case jobsChanged(before: Int, now: Int, kept: Int)
    /// Lines of a journal that are not as they were written.
    case journalDamaged(path: String, lines: [Int])
    /// A file of a finished job was deleted; the job is done again.
    case fileGone(path: String, job: Int)
    /// A file of a finished job is not as it was made; it is left alone.
    case fileChanged(path: String, job: Int)
}

extension BatchNotice: CustomStringConvertible {
    public var description: String {
        switch self {
        case .waits(let folder):
            "\(folder.legible(limit: 400)): another process is working on this batch; waiting for it to end."
        case .graphChanged(let kept):
            "The graph has changed since this batch began. \(Self.kept(kept))"
        case .jobsChanged(let before, let now, let kept):
            "The jobs have changed since this batch began (\(before) then, \(now) now). \(Self.kept(kept))"
        case .journalDamaged(let path, let lines):
            "\(path.legible(limit: 400)): damaged in line\(lines.count == 1 ? "" : "s") "
                + "\(lines.prefix(8).map(String.init).joined(separator: ", "))\(lines.count > 8 ? ", …" : ""). "
                + "What they told is not known any more; everything else counts."
        case .fileGone(let path, let job):
            "\(path.legible(limit: 400)): this file of job \(job) is gone. The job is done again."
        case .fileChanged(let path, let job):
            "\(path.legible(limit: 400)): this file of job \(job) is not as it was made. It is left as it is; delete it to "
                + "have it made again."
        }
    }

    private static func kept(_ count: Int) -> String {
        switch count {
        case 0: "No finished job is still among them."
        case 1: "1 finished job is still the same and is kept."
        default: "\(count) finished jobs are still the same and are kept."
        }
    }
}
