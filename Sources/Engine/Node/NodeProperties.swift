/// The ports of one node value, in the order of their declaration.
struct NodeProperties {
    var inputs: [any InputProperty] = []
    var outputs: [any OutputProperty] = []
    /// What Swift calls the inputs' storage; only where they were looked up by name.
    var inputLabels: [String] = []

    init() {}

    /// Looks the node's properties up, whoever made it: some microseconds for each.
    init(of node: any Node) {
        for child in Mirror(reflecting: node).children {
            if let input = child.value as? any InputProperty {
                inputLabels.append(child.label ?? "")
                inputs.append(input)
            } else if let output = child.value as? any OutputProperty {
                outputs.append(output)
            }
        }
    }

    /// Makes a node whose ports introduce themselves.
    static func making(_ type: any Node.Type) -> (node: any Node, properties: NodeProperties) {
        let making = NodeMaking()
        let node = NodeMaking.$current.withValue(making) { type.init() }
        return (node, making.properties)
    }

    /// Whether every port of a node comes to be once, in the order of their declaration.
    static func introduceThemselves(in type: any Node.Type) -> Bool {
        let (node, properties) = making(type)
        return properties.isSame(as: NodeProperties(of: node))
    }

    /// Whether these are the same ports of the same node.
    private func isSame(as other: NodeProperties) -> Bool {
        inputs.map(\.identity) == other.inputs.map(\.identity)
            && outputs.map(\.identity) == other.outputs.map(\.identity)
    }
}

/// A node that is being made, to which its ports introduce themselves: reflection would be two fifths of what the engine does for
/// a small node.
///
/// Unchecked, for it lives within one call on one thread.
final class NodeMaking: @unchecked Sendable {
    @TaskLocal static var current: NodeMaking?

    var properties = NodeProperties()
}
