/// What a node may know and say about the run that it is part of.
public struct RunContext: Sendable {
    /// The node's id in the graph.
    public let node: NodeID

    public let folders: Folders

    /// Where the node may keep what it has at each step; nil if nothing is kept, or if its inputs' keys do not tell what this
    /// call of it gets (one of several over a list).
    public let intermediates: Intermediates?

    /// What a picture carries about its making, ready for PNG text chunks: `prompt`, and `workflow` where one is known.
    public var metadata: [(String, String)] { source() }

    private let source: @Sendable () -> [(String, String)]
    private let report: @Sendable (Report) -> Void

    enum Report: Sendable {
        case progressed(step: Int, of: Int)
        case previewed(Preview)
        case saved(path: String)
        case shown(String)
        case expanded(Subgraph)
        case settledForLess(String)
    }

    /// The graph around the node, for nodes that copy parts of it.
    public let graph: LiveGraph

    /// What there is for the work, besides inputs and outputs; nil if memory is not limited.
    ///
    /// - Units: bytes.
    public let spareMemory: Int?

    /// Whether somebody looks at previews; where nobody does, they need not be made.
    public let showsPreviews: Bool

    init(
        node: NodeID, folders: Folders, intermediates: Intermediates? = nil, graph: LiveGraph = LiveGraph(),
        spareMemory: Int? = nil, showsPreviews: Bool = false,
        metadata: @escaping @Sendable () -> [(String, String)],
        report: @escaping @Sendable (Report) -> Void
    ) {
        self.node = node
        self.folders = folders
        self.intermediates = intermediates
        self.graph = graph
        self.spareMemory = spareMemory
        self.showsPreviews = showsPreviews
        source = metadata
        self.report = report
    }

    /// A context outside any run, for tests of one node.
    ///
    /// - Parameter onPreview: gets what the node shows of itself; without it, there are no previews.
    public init(
        folders: Folders, metadata: [(String, String)] = [], onPreview: (@Sendable (Preview) -> Void)? = nil
    ) {
        self.init(node: "1", folders: folders, showsPreviews: onPreview != nil, metadata: { metadata }) { note in
            if case .previewed(let preview) = note { onPreview?(preview) }
        }
    }

    /// Tells that `step` of `steps` are done. Called often: at every sampler step, every tile, every file.
    ///
    /// - Throws: `CancellationError` if the run was interrupted.
    public func progress(_ step: Int, of steps: Int) throws {
        try checkCancellation()
        report(.progressed(step: step, of: steps))
    }

    /// Shows what the node has come to; it does not count as a result.
    public func preview(_ preview: Preview) {
        report(.previewed(preview))
    }

    /// - Throws: `CancellationError` if the run was interrupted.
    public func checkCancellation() throws {
        try Task.checkCancellation()
    }

    /// Tells that a file was made, once it lies complete at `path`.
    public func saved(_ path: String) {
        report(.saved(path: path))
    }

    /// Shows `text` to whoever started the run: as saved files are, it is told again when the result is reused.
    public func show(_ text: String) {
        report(.shown(text))
    }

    /// Has `subgraph` run in the node's place: its output nodes, and what the outputs are linked to (`$latent.link(to:)`). Once
    /// per call of `run`.
    public func expand(into subgraph: Subgraph) {
        report(.expanded(subgraph))
    }

    /// Tells that for want of memory the node makes something else than it would have made: the result is not kept, for with
    /// more memory it would be another.
    ///
    /// - Parameter what: what it does instead, for people.
    public func settleForLess(_ what: String) {
        report(.settledForLess(what))
    }
}
