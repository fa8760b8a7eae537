import Engine
import Formats
import Foundation
import JSON
import Nodes
import Workflows

/// A workflow as a user names it: a JSON file in the API's or the editor's form, a picture with one inside, or `-` for
/// standard input.
struct GraphFile {
    let path: String

    /// - Parameter catalog: where a workflow of the editor looks up node types that ComfyUI does not have.
    /// - Throws: `GraphFileError`.
    func graph(knowing catalog: NodeCatalog? = nil) throws(GraphFileError) -> Graph {
        // What cannot be converted is of types that nobody knows, which a check tells of.
        try read(knowing: catalog, objectInfo: nil).graph
    }

    /// The API form, whole.
    ///
    /// - Parameter objectInfo: a ComfyUI installation's `/object_info`.
    /// - Throws: `GraphFileError`.
    func converted(objectInfo: JSONValue?) throws(GraphFileError) -> JSONValue {
        let workflow = try read(knowing: nil, objectInfo: objectInfo)
        guard workflow.issues.isEmpty else {
            throw GraphFileError(path: name, cause: ConversionIssues(issues: workflow.issues))
        }
        return workflow.json
    }

    private func read(knowing catalog: NodeCatalog?, objectInfo: JSONValue?) throws(GraphFileError) -> ReadWorkflow {
        let reader = WorkflowReader(objectInfo: objectInfo) { type in
            let catalog = catalog ?? NodeCatalog(builtInNodes)
            // Which files there are does not matter for a conversion.
            let nowhere = Folders(models: [], input: "/dev/null", output: "", temp: "")
            return catalog.objectInfo(folders: nowhere, only: [type])[type]
        }
        do {
            return try reader.read(bytes(), name: name)
        } catch {
            throw GraphFileError(path: name, cause: error)
        }
    }

    private var name: String { path == "-" ? "standard input" : path }

    private func bytes() throws -> [UInt8] {
        guard path == "-" else { return try readFile(path, limit: Self.byteLimit) }
        return [UInt8](try FileHandle.standardInput.readToEnd() ?? Data())
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
        guard !(cause is FileError), !(cause is PictureError) else { return "\(cause)" }
        return "\(cause)".split(separator: "\n").map { "\(path): \($0)" }.joined(separator: "\n")
    }
}
