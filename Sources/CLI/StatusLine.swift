import Foundation

/// The line that tells how far something is: redrawn in place on a terminal; elsewhere, in a log, a line of its own now and then.
struct StatusLine {
    let isInteractive: Bool
    let now: () -> Double
    private let write: (String) -> Void
    private var lastLineAt = -Double.infinity
    private var isDrawn = false

    /// Seconds between two lines of a log.
    private static let pause = 5.0

    /// - Parameter now: seconds on a clock that only runs forward.
    init(
        isInteractive: Bool, now: @escaping () -> Double = { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 },
        write: @escaping (String) -> Void
    ) {
        self.isInteractive = isInteractive
        self.now = now
        self.write = write
    }

    static func onStandardError() -> StatusLine {
        StatusLine(isInteractive: Terminal.isInteractive) { text in
            FileHandle.standardError.write(Data(text.utf8))
        }
    }

    /// Shows the text in place of the last; a log, which needs a sign of life and not every step, leaves most of them out.
    ///
    /// - Parameter isLast: whether nothing more will come, so that a log has it in any case.
    mutating func show(_ text: String, isLast: Bool) {
        if isInteractive {
            write("\r\u{1B}[K" + text)
            isDrawn = true
            return
        }
        let time = now()
        guard isLast || time - lastLineAt >= Self.pause else { return }
        lastLineAt = time
        write(text + "\n")
    }

    /// Writes a line that stays.
    func leave(_ text: String) {
        write(text + "\n")
    }

    /// Takes the text away, so that other lines can follow.
    mutating func clear() {
        guard isInteractive, isDrawn else { return }
        write("\r\u{1B}[K")
        isDrawn = false
    }

    /// Twenty-four blocks, as many of them dark as is done.
    static func bar(_ done: Int, of total: Int) -> String {
        let width = 24
        let filled = total > 0 ? max(0, min(width, width * done / total)) : width
        return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    }
}
