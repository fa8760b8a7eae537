import Engine

/// A part of the way from noise to picture, and what lies before and after it.
struct ConditioningTimestepsRange: Node {
    static let displayName = "Timesteps Range"
    static let category = "advanced/hooks"
    static let summary = "Cut the way from noise to picture in three."

    @Input("Where the part begins: 0 is pure noise.", in: 0...1, step: 0.001) var startPercent = 0.0
    @Input("Where it ends: 1 is the finished picture.", in: 0...1, step: 0.001) var endPercent = 1.0

    @Output var range: TimestepsRange
    @Output("BEFORE_RANGE") var before: TimestepsRange
    @Output("AFTER_RANGE") var after: TimestepsRange

    func run(_ context: RunContext) {
        range = TimestepsRange(start: startPercent, end: endPercent)
        before = TimestepsRange(start: 0, end: startPercent)
        after = TimestepsRange(start: endPercent, end: 1)
    }
}
