import Engine
import Formats
import Foundation
import JSON

/// A workflow as a user names it: a JSON file, a picture with one inside, or `-` for standard input.
struct GraphFile {
    let path: String

    /// - Throws: `GraphFileError`.
    func graph() throws(GraphFileError) -> Graph {
        do {
            return try Graph(parsing: try text())
        } catch let error as GraphFileError {
            throw error
        } catch {
            throw GraphFileError(path: name, cause: error)
        }
    }

    private var name: String { path == "-" ? "standard input" : path }

    private func text() throws -> [UInt8] {
        let bytes: [UInt8]
        if path == "-" {
            bytes = [UInt8](try FileHandle.standardInput.readToEnd() ?? Data())
        } else {
            bytes = try readFile(path, limit: Self.byteLimit)
        }
        switch FileKind(head: bytes.prefix(64)) {
        case .png, .jpeg:
            guard let prompt = try Picture.metadata(of: path)["prompt"] else {
                throw GraphFileError(path: name, cause: NoWorkflowInside())
            }
            return Array(prompt.utf8)
        default:
            return bytes
        }
    }

    /// As much as a graph of a million nodes takes, and the largest pictures.
    private static let byteLimit = 512 << 20
}

/// A workflow file that cannot be read, or is none.
struct GraphFileError: Error, CustomStringConvertible {
    let path: String
    let cause: any Error

    var description: String {
        // What lies at a path is told with the path already.
        cause is FileError ? "\(cause)" : "\(path): \(cause)"
    }
}

struct NoWorkflowInside: Error, CustomStringConvertible {
    var description: String {
        "this picture carries no workflow. Name the workflow's JSON file, or a picture that ComfyUI or Darkroom saved."
    }
}
