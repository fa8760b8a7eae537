/// A way of making results, asked for by a run, that gives other results than usual: the keys of nodes that give outputs of
/// some types have its name.
///
/// What is linked to those nodes has their keys in its own.
public struct ResultVariant: Hashable, Sendable {
    public let name: String
    let outputTypes: Set<String>

    public init(name: String, outputTypes: Set<String>) {
        self.name = name
        self.outputTypes = outputTypes
    }

    func concerns(_ definition: NodeDefinition) -> Bool {
        definition.outputs.contains { outputTypes.contains($0.type) }
    }
}
