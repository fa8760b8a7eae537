import Engine
import Synchronization
import Testing

@testable import CLI

struct ProgressLineTests {
    private static let sampler = NodeName(id: "3", type: "KSampler")

    @Test func `a terminal gets a bar that redraws itself, with pace and time left`() {
        let written = lines(isInteractive: true) { line, clock in
            line.show(.started(Self.sampler, .neverRan))
            line.show(.progressed(Self.sampler, step: 0, of: 4))
            clock.advance(by: 2)
            line.show(.progressed(Self.sampler, step: 1, of: 4))
        }
        #expect(written.last == "\r\u{1B}[K3 (KSampler) ██████░░░░░░░░░░░░░░░░░░ 1/4  2.00 s/it, 6.0 s left")
    }

    @Test func `a log gets a line every few seconds and one at the end`() {
        let written = lines(isInteractive: false) { line, clock in
            for step in 0...10 {
                line.show(.progressed(Self.sampler, step: step, of: 10))
                clock.advance(by: 1)
            }
        }
        #expect(written.count == 3)
        #expect(written.allSatisfy { $0.hasSuffix("\n") && !$0.contains("\u{1B}") })
        #expect(written.last?.contains("10/10") == true)
    }

    @Test func `a node that takes its time is mentioned when it is done`() {
        let written = lines(isInteractive: false) { line, _ in
            line.show(.finished(Self.sampler, seconds: 0.2))
            line.show(.finished(Self.sampler, seconds: 83.4))
        }
        #expect(written == ["3 (KSampler): done in 1 min 23 s\n"])
    }

    private func lines(isInteractive: Bool, _ body: (inout ProgressLine, Clock) -> Void) -> [String] {
        let clock = Clock()
        let written = Recorder()
        var line = ProgressLine(
            StatusLine(isInteractive: isInteractive, now: { clock.time }, write: { written.append($0) }))
        body(&line, clock)
        return written.lines
    }
}

private final class Clock {
    var time = 0.0
    func advance(by seconds: Double) { time += seconds }
}

private final class Recorder {
    var lines: [String] = []
    func append(_ line: String) { lines.append(line) }
}
