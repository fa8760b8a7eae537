/// What stands for all blueprints where the engine asks for a node's Swift type; none is ever made, for graphs are expanded
/// before they are checked.
struct BlueprintNode: Node {
    static let summary = "A graph as a node."

    func run(_ context: RunContext) {
        preconditionFailure("a blueprint was run")
    }
}

extension NodeDefinition {
    /// A blueprint's outside.
    convenience init(
        blueprint: Blueprint, isOutput: Bool, isVolatile: Bool, inputs: [InputDefinition], outputs: [OutputDefinition]
    ) {
        self.init(
            BlueprintNode.self, typeName: blueprint.typeName, displayName: blueprint.displayName,
            category: blueprint.category, summary: blueprint.summary, version: 1, isOutput: isOutput,
            isVolatile: isVolatile, inputs: inputs, outputs: outputs)
    }
}
