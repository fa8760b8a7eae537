/// A node that does the calls which a list brings sooner together than one after the other.
///
/// ```swift
/// static func runTogether(_ calls: [Self], _ context: RunContext) throws {
///     // Each has its inputs set; each gets the outputs that `run` would set.
/// }
/// ```
///
/// It expands into nothing, and saves nothing.
public protocol RunsTogether: Node {
    /// - Parameter calls: several, in the order of the list.
    static func runTogether(_ calls: [Self], _ context: RunContext) async throws
}

extension RunsTogether {
    /// The same for calls whose type the engine does not know.
    static func runAll(_ calls: [any Node], _ context: RunContext) async throws {
        try await runTogether(calls.compactMap { $0 as? Self }, context)
    }
}
