import Foundation
import JSON

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

    /// What a terminal can show of a message: a broken file can make a very long one, and names can hold control characters.
    static func limited(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let shown = lines.prefix(100).map { String($0).legible(limit: 2000) }
        let rest = lines.count > shown.count ? ["… and \(lines.count - shown.count) more"] : []
        return (shown + rest).joined(separator: "\n")
    }
}
