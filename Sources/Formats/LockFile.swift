#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that processes lock to keep out of each other's way; what it holds does not matter.
///
/// The system lets go of a lock when its process ends, however it ends.
public final class LockFile: Sendable {
    public enum Kind: Sendable {
        /// Held by one process, and by no sharer.
        case exclusive
        /// Held by any number of sharers.
        case shared
    }

    private let descriptor: Int32

    /// Makes the file if need be, and locks it; nil if somebody else holds it.
    ///
    /// - Throws: `FileError`.
    public init?(_ path: String, _ kind: Kind) throws(FileError) {
        let flags = O_RDWR | O_CREAT | O_CLOEXEC
        #if canImport(Glibc)
            let descriptor = unsafe Glibc.open(path, flags, 0o666)
        #else
            let descriptor = unsafe Darwin.open(path, flags, 0o666)
        #endif
        guard descriptor >= 0 else { throw FileError(path, errno: errno, operation: "open") }
        self.descriptor = descriptor
        guard flock(descriptor, (kind == .exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 else { return }
        guard errno == EWOULDBLOCK else { throw FileError(path, errno: errno, operation: "lock") }
        return nil
    }

    deinit {
        _ = close(descriptor)
    }
}
