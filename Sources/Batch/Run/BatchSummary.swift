import Formats
import JSON

/// What a batch has come to, job by job, as one JSON document; it follows from the journals, so that the same batch has the
/// same summary however often it was interrupted.
struct BatchSummary {
    let json: JSONValue

    init(plan: BatchPlan, jobs: [PlannedJob], journals: [Journal]) {
        var made: [JobIdentity: MadeJob] = [:]
        var failed: [JobIdentity: String] = [:]
        for record in journals.flatMap(\.records) {
            switch record {
            case .made(let job):
                made[job.identity] = job
                failed[job.identity] = nil
            case .failed(let identity, _, let message): failed[identity] = message
            case .opened, .started: break
            }
        }
        let jobs = jobs.sorted { $0.index < $1.index }
        let list = jobs.map { job -> JSONValue in
            let inputs = zip(plan.list.columns, job.values).compactMap { column, value in
                value.map { (column, JSONValue.string($0)) }
            }
            var members: [(String, JSONValue)] = [("job", .int(job.index))]
            if let line = plan.list.jobs[job.index - 1].line { members.append(("line", .int(line))) }
            members.append(("inputs", .object(JSONObject(inputs))))
            if let record = made[job.identity], failed[job.identity] == nil {
                members += [
                    ("status", "made"), ("outputs", .array(record.files.map { .string($0.path) })),
                    ("seconds", .double(record.seconds)), ("ran", .int(record.ran)), ("reused", .int(record.reused)),
                ]
            } else if let message = failed[job.identity] {
                members += [("status", "failed"), ("message", .string(message))]
            } else {
                members.append(("status", "waiting"))
            }
            return .object(JSONObject(members))
        }
        let done = jobs.compactMap { failed[$0.identity] == nil ? made[$0.identity] : nil }
        let failures = jobs.count { failed[$0.identity] != nil }
        json = [
            "jobs": .int(jobs.count), "made": .int(done.count), "failed": .int(failures),
            "waiting": .int(jobs.count - done.count - failures),
            "seconds": .double(done.reduce(0) { $0 + $1.seconds }),
            "ran": .int(done.reduce(0) { $0 + $1.ran }), "reused": .int(done.reduce(0) { $0 + $1.reused }),
            "list": .array(list),
        ]
    }

    /// Writes the summary, unless it says the same already.
    ///
    /// - Throws: `FileError`.
    func write(to path: String) throws(FileError) {
        let bytes = json.utf8(.pretty) + [UInt8(ascii: "\n")]
        if let present = try? readFile(path, limit: bytes.count), present == bytes { return }
        try AtomicFile.write(bytes, to: path)
    }
}
