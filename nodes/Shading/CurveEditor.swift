import Engine

/// A curve that is drawn in an editor.
struct CurveEditor: Node, ChecksInputs {
    static let displayName = "Curve Editor"
    static let category = "utilities"
    static let summary = "Give a curve through points."

    @Input("The points, and how the line goes between them: \"monotone_cubic\" or \"linear\".")
    var curve = WrittenCurve.straight
    @Input("How often each level occurs, which editors show behind the curve.") var histogram: Histogram?

    @Output("curve") var drawn: Curve

    func check(in folders: Folders) throws {
        if let written = $curve.literal { _ = try Curve(written.json) }
    }

    func run(_ context: RunContext) throws {
        drawn = try Curve(curve.json)
    }
}
