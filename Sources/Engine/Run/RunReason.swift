/// Why a node was run rather than its result reused.
public enum RunReason: Hashable, Sendable {
    /// Nothing is known of an earlier run of this node.
    case neverRan
    /// This input says something else than at the last run, or what it is linked to was made anew.
    case inputChanged(String)
    /// The file that this input names has another content than at the last run.
    case fileChanged(String)
    /// A file that the node reads without an input that names it has another content, or the node itself has changed.
    case contentChanged
    /// The same was made before, but not kept.
    case evicted
    /// The same was made before, but a file that it had saved is gone.
    case savedFileGone(String)
    /// The node's result is never reused.
    case volatile
}

extension RunReason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .neverRan: "never ran"
        case .inputChanged(let input): "input '\(input)' changed"
        case .fileChanged(let input): "the file of input '\(input)' changed"
        case .contentChanged: "a file that it reads changed"
        case .evicted: "its result was not kept"
        case .savedFileGone(let path): "\(shown(path)) is gone"
        case .volatile: "its result is never reused"
        }
    }
}
