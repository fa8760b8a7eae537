import Foundation
import Synchronization

/// One run of a program: within limits, in a clean environment, and gone with all that it started when it is over or stopped.
struct ProgramRun: Sendable {
    let arguments: [String]
    /// Where it works, and the only folder that it is told of.
    let folder: String
    let limits: ProcessLimits

    /// Sets the limits (`ulimit` counts memory in 2^10 bytes, files in 512), runs the program, notes how it ended, and ends
    /// whatever it left running along with itself.
    private static let script = """
        cd "$1" && ulimit -v "$2" && ulimit -t "$3" && ulimit -f "$4" && ulimit -c 0 || exit 126
        shift 4
        "$@" >.stdout 2>.stderr </dev/null
        echo $? >.status
        kill -9 0
        """

    /// - Throws: `ProcessError`; `CancellationError`.
    func run() async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments =
            [
                "-c", Self.script, "sh", folder, "\(limits.memory << 10)", "\(limits.seconds)",
                "\(limits.file << 11)",
            ]
            + arguments
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8",
        ]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice

        let group = ProcessGroup()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation {
                (continuation: CheckedContinuation<Void, any Error>) in
                process.terminationHandler = { _ in
                    // Here, as the task may wait long for a thread: what has ended must not be found late meanwhile.
                    group.end()
                    continuation.resume()
                }
                do {
                    try process.run()
                    group.begin(process.processIdentifier)
                } catch {
                    process.terminationHandler = nil
                    continuation.resume(throwing: error)
                    return
                }
                let deadline = DispatchTime.now() + .seconds(limits.seconds)
                DispatchQueue.global().asyncAfter(deadline: deadline) {
                    group.end(isLate: true)
                }
            }
        } onCancel: {
            group.end()
        }
        try Task.checkCancellation()
        if group.isLate { throw ProcessError.late(seconds: limits.seconds, said: said) }
        guard let status else { throw ProcessError.failed(status: process.terminationStatus, said: said) }
        // The shell adds 128 to the number of a signal.
        if status > 128 { throw ProcessError.killed(signal: status - 128, said: said) }
        if status != 0 { throw ProcessError.failed(status: status, said: said) }
    }

    /// How the program ended; nil if the shell around it did not come that far.
    private var status: Int32? {
        guard let text = try? String(contentsOfFile: folder + "/.status", encoding: .utf8) else { return nil }
        return Int32(text.filter { !$0.isWhitespace })
    }

    /// The end of what it said on standard error.
    private var said: String {
        guard let file = FileHandle(forReadingAtPath: folder + "/.stderr") else { return "" }
        let end = (try? file.seekToEnd()) ?? 0
        try? file.seek(toOffset: end > 2000 ? end - 2000 : 0)
        let text = String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).suffix(5).joined(separator: " / ")
    }
}

/// The processes that a run started: on Linux and macOS alike, Foundation gives each child a group of its own.
private final class ProcessGroup: Sendable {
    private let state = Mutex(State())

    private struct State {
        var leader: pid_t?
        var isOver = false
        var isLate = false
    }

    /// Whether they were ended because their time was up.
    var isLate: Bool { state.withLock { $0.isLate } }

    func begin(_ leader: pid_t) {
        let isOver = state.withLock { state in
            state.leader = leader
            return state.isOver
        }
        // Interrupted before it had begun.
        if isOver { kill(leader) }
    }

    /// Ends all of them, what was left running in the background included, unless that was done before.
    func end(isLate: Bool = false) {
        let leader = state.withLock { state -> pid_t? in
            guard !state.isOver else { return nil }
            state.isOver = true
            state.isLate = isLate
            return state.leader
        }
        if let leader { kill(leader) }
    }

    private func kill(_ leader: pid_t) {
        if Foundation.kill(-leader, SIGKILL) != 0 { _ = Foundation.kill(leader, SIGKILL) }
    }
}
