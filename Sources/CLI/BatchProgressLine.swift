import Batch
import Engine
import Foundation

/// Tells people how far a batch is: a bar that redraws itself on a terminal, a line now and then elsewhere.
struct BatchProgressLine {
    private var line: StatusLine
    private var total = 0
    private var finishedBefore = 0
    private var made = 0
    private var failed = 0
    private var began = 0.0
    private var step = ""

    init(_ line: StatusLine) {
        self.line = line
    }

    mutating func show(_ event: BatchEvent) {
        switch event {
        case .began(let jobs, let finished):
            (total, finishedBefore, began) = (jobs, finished, line.now())
            line.leave(Self.beginning(jobs: jobs, finished: finished))
        case .told(let job, .progressed(let node, let step, let steps)) where steps > 1 && line.isInteractive:
            self.step = ", job \(job.index): \(node) \(step)/\(steps)"
            line.show(text, isLast: false)
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
        line.clear()
    }

    private mutating func jobEnded() {
        step = ""
        line.show(text, isLast: finishedBefore + made + failed == total)
    }

    private var text: String {
        let done = finishedBefore + made + failed
        var text = "\(done)/\(total) jobs \(StatusLine.bar(done, of: total))"
        let elapsed = line.now() - began
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
        return finished == 0 ? "\(count)." : "\(count), \(finished) of them finished earlier."
    }

    static func rate(_ perSecond: Double) -> String {
        perSecond >= 1 ? String(format: "%.1f jobs/s", perSecond) : String(format: "%.1f jobs/min", perSecond * 60)
    }
}
