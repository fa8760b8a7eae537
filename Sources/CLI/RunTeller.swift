import Engine
import Foundation
import Synchronization

/// Turns a run's events into what people see: results on standard output, all else on standard error.
final class RunTeller: Sendable {
    private let explains: Bool
    private let isQuiet: Bool
    private let namesFiles: Bool
    private let events: EventLog?
    private let line: Mutex<ProgressLine>

    /// - Parameter namesFiles: whether what was made is named on standard output.
    init(explains: Bool, isQuiet: Bool, events: EventLog?, namesFiles: Bool = true) {
        self.namesFiles = namesFiles
        self.explains = explains
        self.isQuiet = isQuiet
        self.events = events
        line = Mutex(ProgressLine(.onStandardError()))
    }

    func tell(_ event: Event) {
        events?.append(event)
        line.withLock { line in
            if namesFiles, let made = Self.made(event) {
                line.clear()
                for path in made { Self.print(path) }
            }
            if let notice = Self.notice(of: event) {
                line.clear()
                Terminal.tell(notice)
            }
            if explains, let explanation = Self.explanation(of: event) {
                line.clear()
                Terminal.tell(explanation)
            }
            if !isQuiet { line.show(event) }
        }
    }

    /// Paths of files, and texts.
    private static func made(_ event: Event) -> [String]? {
        switch event {
        case .shown(_, let text): [text]
        case .saved(_, let path): [path]
        case .reused(_, let saved, _) where !saved.isEmpty: saved
        default: nil
        }
    }

    /// What people have to know whether they asked or not.
    static func notice(of event: Event) -> String? {
        switch event {
        case .blocked(let node, let message?): "\(node) is not run: \(message)"
        case .settledForLess(let node, let what): "\(node): \(what)"
        default: nil
        }
    }

    static func explanation(of event: Event) -> String? {
        switch event {
        case .started(let node, let reason): "\(node) runs: \(reason)"
        case .reused(let node, _, let isFromDisk): "\(node) reused" + (isFromDisk ? " from disk" : "")
        case .skipped(let node, let cause): "\(node) skipped: \(cause) failed"
        case .blocked(let node, nil): "\(node) is not run: what it takes is blocked"
        case .expanded(let node, let inner): "\(node) expands into \(inner.count) nodes"
        default: nil
        }
    }

    /// At once, so that whoever reads along has each file as soon as it is there.
    private static func print(_ path: String) {
        FileHandle.standardOutput.write(Data((path + "\n").utf8))
    }
}
