extension NodeCatalog {
    /// The catalog with `blueprints` as further node types, those inside others included.
    ///
    /// - Throws: `BlueprintErrors`, of all that cannot be used.
    public func adding(_ blueprints: [Blueprint]) throws(BlueprintErrors) -> NodeCatalog {
        let resolver = BlueprintResolver(blueprints, among: definitions)
        guard resolver.errors.isEmpty else { throw BlueprintErrors(errors: resolver.errors) }
        return NodeCatalog(
            definitions + resolver.resolved,
            blueprints: self.blueprints.merging(blueprints.map { ($0.typeName, $0) }) { first, _ in first })
    }
}

/// Everything that is wrong with a set of blueprints.
public struct BlueprintErrors: Error, Sendable, CustomStringConvertible {
    public let errors: [BlueprintError]
    public var description: String { errors.map(\.description).joined(separator: "\n") }

    public init(errors: [BlueprintError]) {
        self.errors = errors
    }
}
