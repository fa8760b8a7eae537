import Engine
import Formats
import Foundation

/// Where files of one prefix lie that are counted on: `PREFIX_00001_.latent`.
struct NumberedFiles {
    let folder: String
    let prefix: String

    /// - Parameters:
    ///   - root: the folder that no file may leave.
    ///   - prefix: may hold subfolders and the marks `%width%`, `%year%`, …
    /// - Throws: `SavingError` if the prefix leads out of `root`.
    init(root: String, prefix: String, height: Int, width: Int, date: Date) throws {
        let filled = SavedPictures.fillingMarks(of: prefix, height: height, width: width, date: date)
        let (subfolders, name) = try SavedPictures.place(of: filled)
        folder = ([root] + subfolders).joined(separator: "/")
        self.prefix = name
    }

    /// The same with a mark of the prefix filled in.
    func replacing(_ mark: String, with text: String) -> NumberedFiles {
        NumberedFiles(folder: folder, prefix: prefix.replacing(mark, with: text))
    }

    private init(folder: String, prefix: String) {
        self.folder = folder
        self.prefix = prefix
    }

    /// Calls `create` with the path of the next number until one is free, and gives that path.
    ///
    /// - Parameter create: throws `FileError` with `.exists` where the name was taken meanwhile.
    func write(ending: String, _ create: (String) throws -> Void) throws -> String {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var counter = try SavedPictures.nextCounter(in: folder, prefix: prefix)
        while true {
            let path = "\(folder)/\(prefix)_\(SavedPictures.fiveDigits(counter))\(ending)"
            counter += 1
            do {
                try create(path)
                return path
            } catch let error as FileError where error.problem == .exists {
                continue
            }
        }
    }
}
