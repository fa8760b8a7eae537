/// Why a name in a graph leads to no file.
public enum FileNameError: Error, Hashable, Sendable {
    case leavesFolder(name: String, source: FileSource)
    case missing(name: String, source: FileSource)
    case notAFile(name: String, source: FileSource)
}

extension FileNameError: CustomStringConvertible {
    public var description: String { "\(fact). \(remedy)" }

    var fact: String {
        switch self {
        case .leavesFolder(let name, let source): "'\(shown(name))' is no name of a \(source.kind) inside \(source)"
        case .missing(let name, let source): "there is no \(source.kind) '\(shown(name))' in \(source)"
        case .notAFile(let name, let source):
            "'\(shown(name))' in \(source) is no \(source == .inputFolders ? "folder" : "regular file")"
        }
    }

    var remedy: String {
        switch self {
        case .leavesFolder: "Give a path relative to that folder."
        case .missing(_, let source): "Put it into \(source), or name a \(source.kind) that is there."
        case .notAFile(_, let source): "Name a \(source.kind)."
        }
    }
}
