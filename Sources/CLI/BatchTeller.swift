import Batch
import Engine
import Foundation
import JSON
import Synchronization

/// Turns a batch's events into what people see: results on standard output, all else on standard error.
final class BatchTeller: Sendable {
    private let explains: Bool
    private let isQuiet: Bool
    private let events: EventLog?
    private let line: Mutex<BatchProgressLine>

    init(explains: Bool, isQuiet: Bool, events: EventLog?) {
        self.explains = explains
        self.isQuiet = isQuiet
        self.events = events
        line = Mutex(BatchProgressLine(.onStandardError()))
    }

    func tell(_ event: BatchEvent) {
        events?.append(event.json)
        line.withLock { line in
            if case .made(_, _, let paths) = event {
                line.clear()
                FileHandle.standardOutput.write(Data(paths.map { $0 + "\n" }.joined().utf8))
            }
            if let words = words(for: event) {
                line.clear()
                Terminal.complain(words)
            }
            if !isQuiet { line.show(event) }
        }
    }

    /// Ends the last line.
    func end() {
        line.withLock { $0.clear() }
    }

    private func words(for event: BatchEvent) -> String? {
        switch event {
        case .noticed(let notice): "\(notice)"
        case .failed(let job, let message): "job \(job.index): \(message)"
        case .told(let job, let event) where explains:
            RunTeller.explanation(of: event).map { "job \(job.index): \($0)" }
        default: nil
        }
    }
}

extension BatchEvent {
    /// The event as one JSON object; those from inside a job are the run's own, with the job's number.
    var json: JSONValue {
        switch self {
        case .began(let jobs, let finished):
            ["event": "batch", "jobs": .int(jobs), "finished": .int(finished)]
        case .noticed(let notice):
            ["event": "noticed", "message": .string("\(notice)")]
        case .started(let job):
            ["event": "job", "job": .int(job.index)]
        case .told(let job, let event):
            .object(
                JSONObject([("job", .int(job.index))] + (event.json.object ?? JSONObject()).map { ($0.key, $0.value) }))
        case .made(let job, let made, let paths):
            [
                "event": "made", "job": .int(job.index), "seconds": .double(made.seconds), "ran": .int(made.ran),
                "reused": .int(made.reused), "paths": .array(paths.map(JSONValue.string)),
            ]
        case .failed(let job, let message):
            ["event": "jobFailed", "job": .int(job.index), "message": .string(message)]
        }
    }
}
