import Foundation

/// Finished files that take their place.
public enum AtomicMove {
    /// Moves a file to a name in the same file system that no file has.
    ///
    /// - Throws: `FileError`, with `.exists` if the name is taken.
    public static func move(_ old: String, to new: String) throws(FileError) {
        try FileNames.renameIfFree(old, to: new)
    }

    /// Moves a file to a name in the same file system, in place of what has it.
    ///
    /// - Throws: `FileError`.
    public static func replace(_ new: String, by old: String) throws(FileError) {
        try FileNames.rename(old, to: new)
    }

    /// Makes names that were given or taken in `folder` outlive a power loss, where the file system can.
    public static func synchronize(folder: String) {
        FileNames.synchronize(folder: folder)
    }
}
