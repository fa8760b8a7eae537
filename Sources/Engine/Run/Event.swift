/// What happens in a run, told in order. Command line, server, logs and tests read the same story.
public enum Event: Hashable, Sendable {
    /// Once, first: what will be run, and what comes from the cache, in order. Nodes that nothing needs appear in neither, nor
    /// do those of which it is not known yet.
    case planned(runs: [NodeName], reused: [NodeName])
    /// The result was there already; `saved` are the files that it had made. Whether it comes from disk is told where it is known.
    case reused(NodeName, saved: [String], isFromDisk: Bool = false)
    case started(NodeName, RunReason)
    /// From inside a node: `step` of `steps` are done.
    case progressed(NodeName, step: Int, of: Int)
    /// From inside a node, where a run shows previews: what it has come to.
    case previewed(NodeName, Preview)
    /// For want of memory the node makes something else than it would have made.
    case settledForLess(NodeName, String)
    /// A file lies complete at `path`.
    case saved(NodeName, path: String)
    /// What a node shows people.
    case shown(NodeName, text: String)
    /// A node has these nodes run in its place; it is finished when they are.
    case expanded(NodeName, into: [NodeName])
    case finished(NodeName, seconds: Double)
    case failed(NodeName, message: String)
    /// Not run, or not for all items of a list, for what it takes is blocked. `message` is told by the first on the way.
    case blocked(NodeName, message: String?)
    /// Not run, for `cause`, on which it depends, failed.
    case skipped(NodeName, cause: NodeName)
    /// The run was interrupted while this node ran.
    case interrupted(NodeName)
}
