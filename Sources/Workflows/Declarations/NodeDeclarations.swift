import JSON

/// Where the conversion of a workflow looks up node types: what a user gave, then ComfyUI's own, then Darkroom's.
public struct NodeDeclarations: Sendable {
    private let given: JSONObject
    private let own: @Sendable (String) -> JSONValue?
    private var known: [String: NodeDeclaration?] = [:]

    /// - Parameters:
    ///   - given: a ComfyUI installation's `/object_info`.
    ///   - own: the same for one type that Darkroom has and ComfyUI has not.
    public init(
        given: JSONValue? = nil, own: @escaping @Sendable (String) -> JSONValue? = { _ in nil }
    ) {
        self.given = given?.object ?? JSONObject()
        self.own = own
    }

    /// - Returns: nil if nobody knows the type.
    public mutating func declaration(of name: String) -> NodeDeclaration? {
        if let known = known[name] { return known }
        let found =
            given[name].flatMap { NodeDeclaration(name: name, $0) } ?? ComfyNodes.all.declaration(of: name)
            ?? own(name).flatMap { NodeDeclaration(name: name, $0) }
        known[name] = .some(found)
        return found
    }
}
