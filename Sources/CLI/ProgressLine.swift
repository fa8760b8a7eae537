import Engine
import Foundation

/// Tells people how far a run is: a bar that redraws itself on a terminal, plain lines elsewhere.
struct ProgressLine {
    private var line: StatusLine
    private var current: NodeName?
    private var firstStep: (step: Int, at: Double)?

    init(_ line: StatusLine) {
        self.line = line
    }

    mutating func show(_ event: Event) {
        switch event {
        case .started(let node, _):
            current = node
            firstStep = nil
            if line.isInteractive { line.show("\(node)", isLast: false) }
        case .progressed(let node, let step, let steps) where steps > 1:
            progressed(node, step, of: steps)
        case .finished(let node, let seconds):
            line.clear()
            if !line.isInteractive, seconds >= 1 { line.leave("\(node): done in \(Self.duration(seconds))") }
        case .failed, .interrupted: line.clear()
        default: break
        }
    }

    /// Takes the bar away, so that other lines can follow.
    mutating func clear() {
        line.clear()
    }

    private mutating func progressed(_ node: NodeName, _ step: Int, of steps: Int) {
        let time = line.now()
        if current != node || firstStep == nil {
            current = node
            firstStep = (step, time)
        }
        guard let firstStep else { return }
        let done = step - firstStep.step
        let pace = done > 0 ? (time - firstStep.at) / Double(done) : nil
        line.show(Self.text(node, step, of: steps, secondsPerStep: pace), isLast: step == steps)
    }

    static func text(_ node: NodeName, _ step: Int, of steps: Int, secondsPerStep: Double?) -> String {
        var text = "\(node) \(StatusLine.bar(step, of: steps)) \(step)/\(steps)"
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
