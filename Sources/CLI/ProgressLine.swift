import Engine
import Foundation

/// Tells people how far a run is: a bar that redraws itself on a terminal, plain lines elsewhere.
struct ProgressLine {
    private let isInteractive: Bool
    private let write: (String) -> Void
    private let now: () -> Double

    private var current: NodeName?
    private var firstStep: (step: Int, at: Double)?
    private var lastLineAt = -Double.infinity
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

    mutating func show(_ event: Event) {
        switch event {
        case .started(let node, _):
            current = node
            firstStep = nil
            if isInteractive { redraw("\(node)") }
        case .progressed(let node, let step, let steps) where steps > 1:
            progressed(node, step, of: steps)
        case .finished(let node, let seconds):
            if isInteractive {
                clear()
            } else if seconds >= 1 {
                write("\(node): done in \(Self.duration(seconds))\n")
            }
        case .failed, .interrupted: clear()
        default: break
        }
    }

    /// Takes the bar away, so that other lines can follow.
    mutating func clear() {
        guard isInteractive, isDrawn else { return }
        write("\r\u{1B}[K")
        isDrawn = false
    }

    private mutating func progressed(_ node: NodeName, _ step: Int, of steps: Int) {
        let time = now()
        if current != node || firstStep == nil {
            current = node
            firstStep = (step, time)
        }
        guard let firstStep else { return }
        let done = step - firstStep.step
        let pace = done > 0 ? (time - firstStep.at) / Double(done) : nil
        let text = Self.text(node, step, of: steps, secondsPerStep: pace)
        if isInteractive {
            redraw(text)
        } else if time - lastLineAt >= 5 || step == steps {
            // Logs need a sign of life, not every step.
            lastLineAt = time
            write(text + "\n")
        }
    }

    private mutating func redraw(_ text: String) {
        write("\r\u{1B}[K" + text)
        isDrawn = true
    }

    static func text(_ node: NodeName, _ step: Int, of steps: Int, secondsPerStep: Double?) -> String {
        let width = 24
        let filled = max(0, min(width, width * step / max(steps, 1)))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        var text = "\(node) \(bar) \(step)/\(steps)"
        if let secondsPerStep {
            text += String(format: "  %.2f s/it", secondsPerStep)
            if step < steps { text += ", \(duration(secondsPerStep * Double(steps - step))) left" }
        }
        return text
    }

    static func duration(_ seconds: Double) -> String {
        if seconds < 10 { return String(format: "%.1f s", seconds) }
        let whole = Int(seconds.rounded())
        return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
    }
}
