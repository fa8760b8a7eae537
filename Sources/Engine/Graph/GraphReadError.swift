import JSON

/// Why a file is no graph.
public enum GraphReadError: Error, Hashable, Sendable {
    case malformed(JSONError)
    case notAGraph(found: String)
    case editorForm
    case notANode(NodeID, found: String)
    case untyped(NodeID, found: String?)
    case inputsNotAnObject(NodeID, found: String)
}

extension GraphReadError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let error):
            error.description
        case .notAGraph(let found):
            "the file holds \(found), not a graph. Give a workflow in API form: an object of nodes by id."
        case .editorForm:
            "this workflow is in the editor's form, which cannot be run as it is. In ComfyUI, choose "
                + "Workflow > Export (API) and give that file."
        case .notANode(let id, let found):
            "node \(id.shown): \(found) is no node. Write {\"class_type\": …, \"inputs\": {…}}."
        case .untyped(let id, nil):
            "node \(id.shown): there is no 'class_type'. Name the node's type there."
        case .untyped(let id, let found?):
            "node \(id.shown): 'class_type' is \(found). Name the node's type there, as a string."
        case .inputsNotAnObject(let id, let found):
            "node \(id.shown): 'inputs' is \(found). Write an object of inputs by name."
        }
    }
}
