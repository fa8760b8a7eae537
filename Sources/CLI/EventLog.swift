import Engine
import Foundation
import JSON

/// A file of JSON lines, one per event.
struct EventLog: Sendable {
    private let file: FileHandle

    /// - Parameter path: `-` is standard error.
    init(_ path: String) throws {
        guard path != "-" else {
            file = .standardError
            return
        }
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw EventLogError(path: path) }
        self.file = file
    }

    func append(_ event: Event) { append(event.json) }

    func append(_ event: JSONValue) {
        file.write(Data((event.serialized() + "\n").utf8))
    }
}

struct EventLogError: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path): the event log cannot be written here. Name a file in a folder that exists." }
}
