#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the system knows about a file without reading it; changes whenever the contents do.
///
/// The time of change is part of it because programs can set the time of modification back, but not that one.
public struct FileStamp: Sendable, Hashable {
    public let byteCount: Int
    public let device: UInt64
    public let inode: UInt64
    public let modifiedAt: Time
    public let changedAt: Time
    let irregularKind: FileError.Problem?

    public struct Time: Sendable, Hashable {
        public let seconds: Int
        public let nanoseconds: Int
    }

    init(
        byteCount: Int, device: UInt64, inode: UInt64, modifiedAt: Time, changedAt: Time,
        irregularKind: FileError.Problem?
    ) {
        self.byteCount = byteCount
        self.device = device
        self.inode = inode
        self.modifiedAt = modifiedAt
        self.changedAt = changedAt
        self.irregularKind = irregularKind
    }

    /// The stamp of the file that `path` names.
    public init(of path: String) throws(FileError) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw FileError(path, errno: errno, operation: "examine") }
        self.init(status)
        if let irregularKind { throw FileError(path, irregularKind) }
    }

    init(_ status: stat) {
        byteCount = Int(status.st_size)
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
        #if canImport(Glibc)
            modifiedAt = Time(status.st_mtim)
            changedAt = Time(status.st_ctim)
        #else
            modifiedAt = Time(status.st_mtimespec)
            changedAt = Time(status.st_ctimespec)
        #endif
        irregularKind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: nil
            case S_IFDIR: .folder
            case S_IFIFO: .notRegular(kind: "a pipe")
            case S_IFSOCK: .notRegular(kind: "a socket")
            default: .notRegular(kind: "a device")
            }
    }
}

extension FileStamp.Time {
    init(_ time: timespec) {
        seconds = time.tv_sec
        nanoseconds = time.tv_nsec
    }
}

/// Seconds since 1970.
func currentSeconds() -> Int {
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    return now.tv_sec
}
