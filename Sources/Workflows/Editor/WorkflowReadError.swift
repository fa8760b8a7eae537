import JSON

/// Why a file is no workflow of the editor.
public enum WorkflowReadError: Error, Hashable, Sendable {
    case noNodes
    case notANode(found: String)
    case nodeWithoutID
    case nodeWithoutType(String)
    case subgraphInItself(name: String)
    case tooManyNodes(limit: Int)
    case tooDeep(limit: Int)
}

extension WorkflowReadError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noNodes:
            "there is no list of nodes. Give a workflow that ComfyUI saved."
        case .notANode(let found):
            "the list of nodes holds \(found). Save the workflow again in ComfyUI."
        case .nodeWithoutID:
            "a node has no id. Save the workflow again in ComfyUI."
        case .nodeWithoutType(let id):
            "node \(id.legible()): there is no 'type'. Save the workflow again in ComfyUI."
        case .subgraphInItself(let name):
            "the subgraph '\(name.legible())' contains itself. Unpack one of the two in ComfyUI."
        case .tooManyNodes(let limit):
            "with its subgraphs the workflow has more than \(limit) nodes. Use fewer copies of them."
        case .tooDeep(let limit):
            "subgraphs lie inside each other more than \(limit) deep. Unpack some of them."
        }
    }
}
