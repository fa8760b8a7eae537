/// What one execution of a node made.
struct NodeResult: Sendable {
    /// One for each declared output.
    let outputs: [OutputValues]
    /// Paths of the files that it saved.
    let saved: [String]
    /// What making it took.
    let seconds: Double

    /// - Units: bytes; a small constant stands for the entry itself, so that a million numbers are not free.
    var memoryCost: Int {
        var cost = 256
        for output in outputs {
            for case let item? in output.items {
                let (sum, overflows) = cost.addingReportingOverflow(max(0, item.memoryCost))
                cost = overflows ? Int.max : sum
            }
        }
        return cost
    }
}
