/// What one execution of a node made.
public struct NodeResult: Sendable {
    /// One for each declared output.
    public let outputs: [OutputValues]
    /// Paths of the files that it saved.
    public let saved: [String]
    /// Texts that it showed.
    public let shown: [String]
    /// What making it took.
    public let seconds: Double

    public init(outputs: [OutputValues], saved: [String], shown: [String] = [], seconds: Double) {
        self.outputs = outputs
        self.saved = saved
        self.shown = shown
        self.seconds = seconds
    }

    /// - Units: bytes; a small constant stands for the entry itself, so that a million numbers are not free.
    public var memoryCost: Int {
        var cost = shown.reduce(256) { $0 + $1.utf8.count }
        for output in outputs {
            for case let item? in output.items {
                let (sum, overflows) = cost.addingReportingOverflow(max(0, item.memoryCost))
                cost = overflows ? Int.max : sum
            }
        }
        return cost
    }
}
