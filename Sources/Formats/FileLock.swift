#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A lock that processes share through a file; it is given up when this value goes, or when the process ends in any way.
public struct FileLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock of the file at `path`, which is made if need be; nil if another process has it, or if there can be no
    /// such file.
    public init?(ifFree path: String) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            _ = close(descriptor)
            return nil
        }
        self.descriptor = descriptor
    }

    deinit {
        _ = close(descriptor)
    }
}

/// Removes the file at `path` if there is one that this user may remove.
public func removeFile(_ path: String) {
    FileNames.remove(path)
}

/// Sets the time of modification of the file at `path` to now, if this user may.
public func touchFile(_ path: String) {
    _ = unsafe utimensat(AT_FDCWD, path, nil, 0)
}
