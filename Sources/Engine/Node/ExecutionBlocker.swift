/// Stands for a value that is not to be had: whatever takes it is not run and passes a blocker on.
///
/// Blockers are values like others: they are kept with a result, and travel along links of any type.
public struct ExecutionBlocker: Port, Hashable {
    /// What whoever is blocked first tells; nil to say nothing.
    public let message: String?

    public init(message: String? = nil) {
        self.message = message
    }

    public static let portType = "*"
    public var memoryCost: Int { message?.utf8.count ?? 0 }
}
