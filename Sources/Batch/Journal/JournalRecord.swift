import Crypto
import JSON

/// One line of a batch's journal.
enum JournalRecord: Hashable, Sendable {
    /// A process has begun to work; what it was asked to do.
    case opened(Request)
    case started(JobIdentity, index: Int)
    /// All files of a job lie whole in its private folder; from now on they count as made.
    case made(MadeJob)
    case failed(JobIdentity, index: Int, message: String)

    /// What tells a changed graph or table from the one that a batch began with.
    struct Request: Hashable, Sendable {
        /// Of the graph without what jobs change.
        let graph: JobIdentity
        /// Of the columns and all values.
        let jobs: JobIdentity
        let count: Int
        let shard: String?
    }
}

/// A job that is done.
public struct MadeJob: Hashable, Sendable {
    public let identity: JobIdentity
    /// Its place in the table when it was made, from 1.
    public let index: Int
    public let files: [MadeFile]
    public let seconds: Double
    /// Nodes that ran, and nodes whose results were there already.
    public let ran: Int
    public let reused: Int
}

/// A file as it was when it was made.
public struct MadeFile: Hashable, Sendable {
    /// Relative to the output folder.
    public let path: String
    public let bytes: Int
    /// 64 hexadecimal digits.
    public let sha256: String
}

extension JournalRecord {
    /// The record as a line: a checksum of the rest, then what there is to say.
    var line: [UInt8] {
        let body = Array(json.serialized(.compact).utf8.dropFirst())
        return Array("{\"sum\":\"\(Self.checksum(of: body))\",".utf8) + body + [UInt8(ascii: "\n")]
    }

    /// Nil if the line is not exactly as it was written.
    init?(line: some Collection<UInt8>) {
        let head = Array("{\"sum\":\"".utf8)
        let line = Array(line)
        let bodyStart = head.count + Self.checksumDigits + 2
        guard line.count > bodyStart, line.starts(with: head) else { return nil }
        let sum = String(decoding: line[head.count..<head.count + Self.checksumDigits], as: UTF8.self)
        let body = Array(line[bodyStart...])
        guard sum == Self.checksum(of: body), let json = try? JSONValue(parsing: [UInt8(ascii: "{")] + body) else {
            return nil
        }
        self.init(json)
    }

    private static let checksumDigits = 16

    private static func checksum(of body: [UInt8]) -> String {
        JobIdentity.hexadecimal(SHA256.hash(data: body).prefix(checksumDigits / 2))
    }
}

extension JournalRecord {
    private var json: JSONValue {
        switch self {
        case .opened(let request):
            [
                "event": "opened", "graph": .string(request.graph.description),
                "jobs": .string(request.jobs.description), "count": .int(request.count),
                "shard": request.shard.map(JSONValue.string) ?? .null,
            ]
        case .started(let identity, let index):
            ["event": "started", "job": .int(index), "id": .string(identity.description)]
        case .made(let job):
            [
                "event": "made", "job": .int(job.index), "id": .string(job.identity.description),
                "seconds": .double(job.seconds), "ran": .int(job.ran), "reused": .int(job.reused),
                "files": .array(
                    job.files.map {
                        ["path": .string($0.path), "bytes": .int($0.bytes), "sha256": .string($0.sha256)]
                    }),
            ]
        case .failed(let identity, let index, let message):
            [
                "event": "failed", "job": .int(index), "id": .string(identity.description),
                "message": .string(message),
            ]
        }
    }

    private init?(_ json: JSONValue) {
        guard let event = json["event"]?.string else { return nil }
        let identity = json["id"]?.string.map(JobIdentity.init)
        switch event {
        case "opened":
            guard let graph = json["graph"]?.string, let jobs = json["jobs"]?.string, let count = json["count"]?.int
            else { return nil }
            self = .opened(
                Request(
                    graph: JobIdentity(graph), jobs: JobIdentity(jobs), count: count, shard: json["shard"]?.string))
        case "started":
            guard let identity, let index = json["job"]?.int else { return nil }
            self = .started(identity, index: index)
        case "made":
            guard let identity, let index = json["job"]?.int, let seconds = json["seconds"]?.double,
                let ran = json["ran"]?.int, let reused = json["reused"]?.int, let list = json["files"]?.array
            else { return nil }
            let files = list.compactMap { file -> MadeFile? in
                guard let path = file["path"]?.string, let bytes = file["bytes"]?.int,
                    let sha256 = file["sha256"]?.string
                else { return nil }
                return MadeFile(path: path, bytes: bytes, sha256: sha256)
            }
            guard files.count == list.count else { return nil }
            self = .made(
                MadeJob(identity: identity, index: index, files: files, seconds: seconds, ran: ran, reused: reused))
        case "failed":
            guard let identity, let index = json["job"]?.int, let message = json["message"]?.string else {
                return nil
            }
            self = .failed(identity, index: index, message: message)
        default:
            return nil
        }
    }
}
