import JSON

/// What kept a file from being read or written.
public struct FileError: Error, Hashable, Sendable {
    public let path: String
    public let problem: Problem

    public init(_ path: String, _ problem: Problem) {
        self.path = path
        self.problem = problem
    }

    public enum Problem: Hashable, Sendable {
        case missing
        case noPermission
        case folder
        case notRegular(kind: String)
        case exists
        case noFolder
        case diskFull
        case tooManyOpenFiles
        case changed
        case tooLarge(bytes: Int, limit: Int)
        case failed(operation: String, code: Int32)
    }
}

extension FileError: CustomStringConvertible {
    /// Where: what happened. What to do.
    public var description: String { "\(path.legible(limit: 400)): \(fact). \(remedy)" }

    private var fact: String {
        switch problem {
        case .missing: "there is no such file"
        case .noPermission: "this user may not open it"
        case .folder: "this is a folder"
        case .notRegular(let kind): "this is \(kind), not a file"
        case .exists: "this file exists already"
        case .noFolder: "its folder does not exist"
        case .diskFull: "the disk is full"
        case .tooManyOpenFiles: "too many files are open"
        case .changed: "the file has changed since it was opened"
        case .tooLarge(let bytes, let limit): "\(bytes) bytes, which is over the limit of \(limit)"
        case .failed(let operation, let code): "could not \(operation) it (system error \(code))"
        }
    }

    private var remedy: String {
        switch problem {
        case .missing: "Check the name, or put the file there."
        case .noPermission: "Change the permissions of the file or of a folder above it."
        case .folder: "Name a file in it."
        case .notRegular: "Name a regular file."
        case .exists: "Choose another name; nothing was overwritten."
        case .noFolder: "Make the folder first."
        case .diskFull: "Free some space; nothing was left half-written."
        case .tooManyOpenFiles: "Raise the limit (ulimit -n)."
        case .changed: "Leave it alone while it is in use, and run again."
        case .tooLarge: "Use a smaller file."
        case .failed: "Check the disk and the file system."
        }
    }
}
