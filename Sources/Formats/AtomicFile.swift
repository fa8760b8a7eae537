import Foundation

/// Files that appear whole or not at all.
///
/// The bytes go to a temporary file in the same folder, reach the disk, and only then take the name; the folder is
/// written out last, so that the name survives a power loss too. Whoever has the old file open or mapped keeps it.
public enum AtomicFile {
    public enum Existing: Sendable {
        /// A file that has the name is replaced.
        case replaced
        /// A file that has the name is never touched, also if another process makes it at the same moment.
        case kept
    }

    /// - Parameter isDurable: whether it waits until the disk has it all. Without, the file may be lost or damaged by a power
    ///   loss, though not by the death of the process.
    /// - Throws: `FileError`, with `.exists` if the name was taken and is to be kept.
    public static func write(
        _ bytes: [UInt8], to path: String, existing: Existing = .replaced, isDurable: Bool = true
    ) throws(FileError) {
        do {
            try write(to: path, existing: existing, isDurable: isDurable) { try $0.append(bytes) }
        } catch let error as FileError {
            throw error
        } catch {
            preconditionFailure("appending bytes threw \(error)")
        }
    }

    /// The same, with the bytes appended piece by piece; if `body` throws, no file appears.
    static func write(
        to path: String, existing: Existing = .replaced, isDurable: Bool = true,
        _ body: (borrowing OpenFile) throws -> Void
    ) throws {
        let folder = folder(of: path)
        guard FileNames.folderExists(folder) else { throw FileError(path, .noFolder) }
        let temporary = folder + "/" + temporaryName()
        do {
            let file = try OpenFile.creating(temporary)
            try body(file)
            if isDurable { try file.synchronize() }
            switch existing {
            case .replaced: try FileNames.rename(temporary, to: path)
            case .kept: try FileNames.renameIfFree(temporary, to: path)
            }
        } catch var error as FileError {
            FileNames.remove(temporary)
            // The sentence is about the file that was asked for.
            if error.path == temporary { error = FileError(path, error.problem) }
            throw error
        } catch {
            FileNames.remove(temporary)
            throw error
        }
        if isDurable { FileNames.synchronize(folder: folder) }
    }

    /// What a killed run leaves behind has a name that tells it from users' files.
    private static func temporaryName() -> String {
        ownPrefix + String(UInt64.random(in: .min ... .max), radix: 36) + ".tmp"
    }

    /// The process is named, so that it can clear up after itself without touching what others write.
    private static let ownPrefix = ".darkroom-\(getpid())-"

    /// Removes what this process has begun to write below `folder` and will not finish, because it is about to end.
    public static func removeUnfinished(below folder: String) {
        guard let walk = FileManager.default.enumerator(atPath: folder) else { return }
        for case let name as String in walk where name.split(separator: "/").last?.hasPrefix(ownPrefix) == true {
            FileNames.remove("\(folder)/\(name)")
        }
    }

    /// Whether a file of this name is one that a process has begun to write, and perhaps will not finish.
    public static func isUnfinished(_ name: some StringProtocol) -> Bool {
        name.hasPrefix(".darkroom-") && name.hasSuffix(".tmp")
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
