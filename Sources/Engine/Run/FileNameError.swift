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
        case .leavesFolder(let name, let source): "'\(shown(name))' is no name of a file inside \(source)"
        case .missing(let name, let source): "there is no file '\(shown(name))' in \(source)"
        case .notAFile(let name, let source): "'\(shown(name))' in \(source) is no regular file"
        }
    }

    var remedy: String {
        switch self {
        case .leavesFolder: "Give a path relative to that folder."
        case .missing(_, let source): "Put it into \(source), or name a file that is there."
        case .notAFile: "Name a file."
        }
    }
}
