/// A part of the way over which the strengths of some hooks stay the same.
public struct HookSpan: Sendable {
    /// Parts of the way, 0 at pure noise to 1 at the picture.
    public let start: Double, end: Double
    public let hooks: [ActiveHook]
}

extension [Hook] {
    /// The way, cut wherever the strength of one of the hooks changes.
    ///
    /// - Source: `get_hooks_for_clip_schedule` in ComfyUI's `hooks.py`.
    public var schedule: [HookSpan] {
        let spans = map(\.strengthSpans)
        let borders = Set(spans.joined().flatMap { [$0.start, $0.end] } + [0]).sorted()
        return zip(borders, borders.dropFirst()).map { start, end in
            let active = zip(self, spans).map { hook, spans in
                let span = spans.first { $0.start < end && $0.end > start }
                return ActiveHook(change: hook.change, strength: span?.strength ?? 1)
            }
            return HookSpan(start: start, end: end, hooks: active)
        }
    }
}

extension Hook {
    fileprivate var strengthSpans: [(start: Double, end: Double, strength: Double)] {
        guard let frames = keyframes?.keyframes, var current = frames.first else { return [(0, 1, 1)] }
        var spans: [(start: Double, end: Double, strength: Double)] = []
        for frame in frames {
            if frame.start > current.start && !isClose(frame.strength, current.strength) {
                spans.append((current.start, frame.start, current.strength))
                current = frame
            } else if frame.start == current.start {
                current = frame
            }
        }
        if !isClose(current.start, 1) { spans.append((current.start, 1, current.strength)) }
        return spans
    }
}

/// Python's `math.isclose`.
private func isClose(_ a: Double, _ b: Double) -> Bool {
    a == b || abs(a - b) <= 1e-9 * max(abs(a), abs(b))
}
