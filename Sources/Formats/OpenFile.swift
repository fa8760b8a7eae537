#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An open file: the one place where files are read and written through the system's pointers.
///
/// Only regular files are opened. A pipe would block for ever, and a device would never end.
struct OpenFile: ~Copyable {
    let path: String
    let descriptor: Int32

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Opens an existing file for reading.
    static func reading(_ path: String) throws(FileError) -> OpenFile {
        // O_NONBLOCK keeps the opening of a pipe from waiting for a writer; it means nothing for a regular file.
        let file = OpenFile(
            path: path, descriptor: try open(path, flags: O_RDONLY | O_NONBLOCK | O_CLOEXEC))
        if let kind = try file.stamp().irregularKind { throw FileError(path, kind) }
        return file
    }

    /// Makes a new file for writing; fails if there is one.
    static func creating(_ path: String) throws(FileError) -> OpenFile {
        OpenFile(path: path, descriptor: try open(path, flags: O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC))
    }

    private static func open(_ path: String, flags: Int32) throws(FileError) -> Int32 {
        #if canImport(Glibc)
            let descriptor = unsafe Glibc.open(path, flags, 0o666)
        #else
            let descriptor = unsafe Darwin.open(path, flags, 0o666)
        #endif
        guard descriptor >= 0 else { throw FileError(path, errno: errno, operation: "open") }
        return descriptor
    }

    deinit {
        _ = close(descriptor)
    }

    /// Size, times and identity as the system keeps them now.
    func stamp() throws(FileError) -> FileStamp {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw FileError(path, errno: errno, operation: "examine")
        }
        return FileStamp(status)
    }

    /// The bytes of `range`, or fewer if the file ends before.
    func read(_ range: Range<Int>) throws(FileError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            while count < range.count {
                let rest = unsafe UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                let received = unsafe pread(descriptor, rest.baseAddress, rest.count, range.lowerBound + count)
                if received < 0, errno == EINTR { continue }
                if received < 0 { failure = errno }
                guard received > 0 else { return }
                count += received
            }
        }
        guard failure == 0 else { throw FileError(path, errno: failure, operation: "read") }
        return bytes
    }

    /// All bytes of the file at `path`, if it is a regular one of at most `limit` bytes.
    static func contents(of path: String, limit: Int) throws(FileError) -> [UInt8] {
        let file = try reading(path)
        let byteCount = try file.stamp().byteCount
        guard byteCount <= limit else { throw FileError(path, .tooLarge(bytes: byteCount, limit: limit)) }
        return try file.read(0..<byteCount)
    }

    func append(_ bytes: [UInt8]) throws(FileError) {
        try unsafe append(bytes.span.bytes)
    }

    func append(_ bytes: RawSpan) throws(FileError) {
        var failure: Int32 = 0
        unsafe bytes.withUnsafeBytes { buffer in
            var rest = unsafe buffer
            while unsafe !rest.isEmpty {
                let written = unsafe write(descriptor, rest.baseAddress, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else {
                    failure = written < 0 ? errno : EIO
                    return
                }
                unsafe rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
        guard failure == 0 else { throw FileError(path, errno: failure, operation: "write") }
    }

    /// Waits until the disk has it. A failure is final: the pages may be lost, so nothing is tried again.
    func synchronize() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw FileError(path, errno: errno, operation: "write") }
    }
}

extension FileError {
    init(_ path: String, errno code: Int32, operation: String) {
        let problem: Problem =
            switch code {
            case ENOENT, ENOTDIR: .missing
            case EACCES, EPERM: .noPermission
            case EISDIR: .folder
            case EEXIST: .exists
            case ENOSPC, EDQUOT: .diskFull
            case EMFILE, ENFILE: .tooManyOpenFiles
            // What opening a socket, or a pipe without a reader, answers.
            case ENXIO: .notRegular(kind: "a socket or device")
            default: .failed(operation: operation, code: code)
            }
        self.init(path, problem)
    }
}

/// Names in folders: moved, linked, removed.
enum FileNames {
    static func rename(_ old: String, to new: String) throws(FileError) {
        #if canImport(Glibc)
            let status = unsafe Glibc.rename(old, new)
        #else
            let status = unsafe Darwin.rename(old, new)
        #endif
        guard status == 0 else { throw FileError(new, errno: errno, operation: "rename") }
    }

    /// Moves a file to a name that no file has; unlike `rename`, `link` fails if one has it.
    static func renameIfFree(_ old: String, to new: String) throws(FileError) {
        #if canImport(Glibc)
            let status = unsafe Glibc.link(old, new)
        #else
            let status = unsafe Darwin.link(old, new)
        #endif
        let code = errno
        if status == 0 { return remove(old) }

        // File systems without links (exFAT, some shares): an empty file claims the name, and is replaced at once.
        guard [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS].contains(code) else {
            throw FileError(new, errno: code, operation: "link")
        }
        _ = try OpenFile.creating(new)
        try rename(old, to: new)
    }

    static func remove(_ path: String) {
        _ = unsafe unlink(path)
    }

    /// Makes names that were given or taken in `folder` outlive a power loss, where the file system can.
    static func synchronize(folder: String) {
        let descriptor = unsafe open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        _ = close(descriptor)
    }

    static func folderExists(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
