extension NodeCatalog {
    /// The catalog with further node types; names that are taken keep their first meaning.
    public func adding(_ definitions: [NodeDefinition]) -> NodeCatalog {
        var catalog = NodeCatalog(
            entries + definitions.filter { !includes($0.typeName) }.map { CatalogEntry($0) }, blueprints: blueprints)
        catalog.elsewhere = elsewhere
        return catalog
    }

    /// The catalog with `blueprints` as further node types, those inside others included.
    ///
    /// - Throws: `BlueprintErrors`, of all that cannot be used.
    public func adding(_ blueprints: [Blueprint]) throws(BlueprintErrors) -> NodeCatalog {
        let resolver = BlueprintResolver(blueprints, among: self)
        guard resolver.errors.isEmpty else { throw BlueprintErrors(errors: resolver.errors) }
        var catalog = NodeCatalog(
            entries + resolver.resolved.map { CatalogEntry($0) },
            blueprints: self.blueprints.merging(blueprints.map { ($0.typeName, $0) }) { first, _ in first })
        catalog.elsewhere = elsewhere
        return catalog
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
