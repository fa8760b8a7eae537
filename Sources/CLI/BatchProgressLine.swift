import Batch
import Engine
import Foundation

/// Tells people how far a batch is: a bar that redraws itself on a terminal, a line now and then elsewhere.
struct BatchProgressLine {
    private let isInteractive: Bool
    private let write: (String) -> Void
    private let now: () -> Double

    private var total = 0
    private var finishedBefore = 0
    private var made = 0
    private var failed = 0
    private var began = 0.0
    private var lastLineAt = -Double.infinity
    private var step = ""
    private var isDrawn = false

    /// - Parameter now: seconds on a clock that only runs forward.
    init(
        isInteractive: Bool, now: @escaping () -> Double = { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 },
        write: @escaping (String) -> Void
    ) {
        self.isInteractive = isInteractive
        self.now = now
        self.write = write
    }

    mutating func show(_ event: BatchEvent) {
        switch event {
        case .began(let jobs, let finished):
            (total, finishedBefore, began) = (jobs, finished, now())
            write(Self.beginning(jobs: jobs, finished: finished))
        case .told(let job, .progressed(let node, let step, let steps)) where steps > 1 && isInteractive:
            self.step = ", job \(job.index): \(node) \(step)/\(steps)"
            redraw()
        case .made:
            made += 1
            jobEnded()
        case .failed:
            failed += 1
            jobEnded()
        default: break
        }
    }

    /// Takes the bar away, so that other lines can follow.
    mutating func clear() {
        guard isInteractive, isDrawn else { return }
        write("\r\u{1B}[K")
        isDrawn = false
    }

    private mutating func jobEnded() {
        step = ""
        if isInteractive { return redraw() }
        // Logs need a sign of life, not every job.
        let time = now()
        guard time - lastLineAt >= 5 || finishedBefore + made + failed == total else { return }
        lastLineAt = time
        write(text + "\n")
    }

    private mutating func redraw() {
        write("\r\u{1B}[K" + text)
        isDrawn = true
    }

    private var text: String {
        let done = finishedBefore + made + failed
        let width = 24
        let filled = total > 0 ? min(width, width * done / total) : width
        var text = "\(done)/\(total) jobs " + String(repeating: "█", count: filled)
        text += String(repeating: "░", count: width - filled)
        let elapsed = now() - began
        if made + failed > 0, elapsed > 0 {
            let perSecond = Double(made + failed) / elapsed
            text += "  \(Self.rate(perSecond))"
            if done < total { text += ", \(ProgressLine.duration(Double(total - done) / perSecond)) left" }
        }
        if failed > 0 { text += ", \(failed) failed" }
        return text + step
    }

    private static func beginning(jobs: Int, finished: Int) -> String {
        let count = "\(jobs) job\(jobs == 1 ? "" : "s")"
        return finished == 0 ? "\(count).\n" : "\(count), \(finished) of them finished earlier.\n"
    }

    static func rate(_ perSecond: Double) -> String {
        perSecond >= 1 ? String(format: "%.1f jobs/s", perSecond) : String(format: "%.1f jobs/min", perSecond * 60)
    }
}
