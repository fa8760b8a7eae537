import Foundation

/// Lines for people, on standard error; standard output holds results only.
enum Terminal {
    static func complain(_ text: String) {
        FileHandle.standardError.write(Data((limited(text) + "\n").utf8))
    }

    static func tell(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Whether standard error is a terminal that can redraw a line.
    static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

    /// A broken file can make a very long message, which nobody reads to the end.
    private static func limited(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let shown = lines.prefix(100).map { $0.count > 2000 ? $0.prefix(2000) + "…" : $0 }
        let rest = lines.count > shown.count ? ["… and \(lines.count - shown.count) more"] : []
        return (shown.map(String.init) + rest).joined(separator: "\n")
    }
}
