import Engine
import JSON

/// Everything that is wrong with the jobs of a batch; what is wrong with many is told once.
public struct BatchIssues: Error, Sendable {
    /// Sentences in the order of the first job that each is about.
    private var sentences: [(text: String, jobs: [Int])] = []
    private var positions: [String: Int] = [:]
    private let lines: [Int?]
    private let file: String?

    /// Whether nothing but files is missing.
    public private(set) var areMissingFiles = true

    init(list: JobList, issues: [(job: Int, issues: GraphIssues)]) {
        lines = list.jobs.map(\.line)
        file = list.file
        for (job, issues) in issues {
            areMissingFiles = areMissingFiles && issues.areMissingFiles
            for line in issues.lines { note(line, about: job) }
        }
    }

    var isEmpty: Bool { sentences.isEmpty }

    mutating func note(_ faults: [(job: Int, words: String)]) {
        for (job, words) in faults {
            areMissingFiles = false
            note(words, about: job)
        }
    }

    private mutating func note(_ text: String, about job: Int) {
        if let position = positions[text] {
            sentences[position].jobs.append(job)
        } else {
            positions[text] = sentences.count
            sentences.append((text, [job]))
        }
    }
}

extension BatchIssues: CustomStringConvertible {
    public var description: String {
        let told = sentences.prefix(Self.mostLines).map { "\(place(of: $0.jobs)): \($0.text)" }
        let more = sentences.count - told.count
        return (told + (more > 0 ? ["… and \(more) more issues."] : [])).joined(separator: "\n")
    }

    /// More than anybody reads.
    private static let mostLines = 100

    private func place(of jobs: [Int]) -> String {
        if jobs.count == lines.count, jobs.count > 1 { return "every job" }
        let first = jobs.prefix(8).map { job in
            guard let file, let line = lines[job - 1] else { return "\(job)" }
            return "\(job) (\(file.legible(limit: 400)):\(line))"
        }
        let more = jobs.count - first.count
        let rest = more > 0 ? " and \(more) more" : ""
        return (jobs.count == 1 ? "job " : "jobs ") + first.joined(separator: ", ") + rest
    }
}
