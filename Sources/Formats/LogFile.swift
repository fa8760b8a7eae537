import Foundation

/// A file that only grows, line by line, and that is on the disk as far as it has been told to be.
public final class LogFile {
    public let path: String
    private let file: FileHandle

    /// Opens the file for appending, makes it if need be, and cuts off what lies behind `byteCount`: a line that a killed
    /// process left unfinished.
    ///
    /// - Throws: `FileError`.
    public init(_ path: String, keeping byteCount: Int) throws(FileError) {
        if !FileManager.default.fileExists(atPath: path) { try AtomicFile.write([], to: path) }
        guard let file = FileHandle(forUpdatingAtPath: path) else { throw FileError(path, .noPermission) }
        self.path = path
        self.file = file
        do {
            let end = try file.seekToEnd()
            if end > UInt64(byteCount) { try file.truncate(atOffset: UInt64(byteCount)) }
        } catch {
            throw Self.fileError(path, error)
        }
    }

    deinit {
        try? file.close()
    }

    /// Appends `bytes` in one piece; with `synchronizes`, waits until the disk has them and all before them.
    ///
    /// - Throws: `FileError`. What was written then is unknown: the file should not be appended to any more.
    public func append(_ bytes: [UInt8], synchronizes: Bool) throws(FileError) {
        do {
            try file.write(contentsOf: Data(bytes))
            if synchronizes { try file.synchronize() }
        } catch {
            throw Self.fileError(path, error)
        }
    }

    private static func fileError(_ path: String, _ error: any Error) -> FileError {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
        return FileError(path, errno: Int32(truncatingIfNeeded: underlying.code), operation: "write")
    }
}
