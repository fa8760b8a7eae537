import Synchronization

/// A node type of a catalog, whose declaration is read when somebody first asks for it: reading those of hundreds of types takes
/// longer than looking up a whole graph in the cache.
final class CatalogEntry: Sendable {
    let typeName: String
    private let type: any Node.Type
    private let made: Mutex<NodeDefinition?>

    init(_ type: any Node.Type) {
        typeName = type.typeName
        self.type = type
        made = Mutex(nil)
    }

    init(_ definition: NodeDefinition) {
        typeName = definition.typeName
        type = definition.type
        made = Mutex(definition)
    }

    var definition: NodeDefinition {
        made.withLock { made in
            if let made { return made }
            let definition = NodeDefinition(type)
            let faults = NodeCatalog.faults(in: [definition])
            precondition(faults.isEmpty, faults.joined(separator: "\n"))
            made = definition
            return definition
        }
    }
}
