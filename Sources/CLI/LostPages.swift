import Foundation

/// What people read when a mapped file loses its pages while a run reads them: another program cut the file short, or its disk
/// failed. The system can then only stop the program (SIGBUS), which would look like a crash.
///
/// Files that are being written appear whole or not at all, so that nothing is left half-written.
enum LostPages {
    private static let message: StaticString = """

        A model or input file can no longer be read: it became shorter while it was in use, or its disk failed. Wait until \
        nothing writes to it, or copy it anew, and run again: what was finished is in the cache.

        """

    /// From now on the program ends with that message and the status of an unusable file.
    static func watch() {
        signal(SIGBUS) { _ in LostPages.leave() }
    }

    /// Only calls that a signal handler may make: no allocation, no lock.
    private static func leave() {
        _ = unsafe write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
        _exit(ExitStatus.fileUnusable.rawValue)
    }
}
