/// Runs graphs: what their outputs need, each thing once, independent branches side by side.
///
/// A runner has no state of its own but what it was given; any number of runs may go on at once, and those that share a
/// `ResultMemory` share their results. It prints nothing: what happens is told as `Event`s.
public struct Runner: Sendable {
    public let nodes: NodeCatalog
    public let folders: Folders
    public let memory: ResultMemory
    private let files: any FileIdentifying
    private let overlap: Int
    private let memoryLimit: Int?
    private let showsPreviews: Bool
    private let variant: ResultVariant?

    /// - Parameters:
    ///   - files: tells the content of files apart, for the cache keys.
    ///   - overlap: how many nodes of a run may be at work at once. More need more memory at a time; the loops inside them
    ///     share one thread pool all the same.
    ///   - memoryLimit: what a run's values and work may take together, in bytes.
    ///   - showsPreviews: whether nodes that can are to show what they have come to.
    ///   - variant: the way in which results are made, if it is not the usual one.
    public init(
        nodes: NodeCatalog, folders: Folders, files: any FileIdentifying, memory: ResultMemory, overlap: Int = 2,
        memoryLimit: Int? = nil, showsPreviews: Bool = false, variant: ResultVariant? = nil
    ) {
        precondition(overlap > 0, "\(overlap) nodes at once")
        self.nodes = nodes
        self.folders = folders
        self.files = files
        self.memory = memory
        self.overlap = overlap
        self.memoryLimit = memoryLimit
        self.showsPreviews = showsPreviews
        self.variant = variant
    }

    /// Finds everything that is wrong with `graph`; runs nothing and reads no weights.
    ///
    /// - Parameter outputs: the output nodes that are asked for; all of them unless given.
    /// - Throws: `GraphIssues`.
    public func check(_ graph: Graph, outputs: [NodeID]? = nil) throws(GraphIssues) -> CheckedGraph {
        try graph.check(against: nodes, folders: folders, outputs: outputs)
    }

    /// Computes all keys and decides what has to be run.
    ///
    /// - Throws: `NodeFailure` if a file that the graph names cannot be read, or if a node is sure to need more memory than the
    ///   run may take.
    public func plan(_ graph: CheckedGraph) throws(NodeFailure) -> Plan {
        guard let memoryLimit else { return try planWithoutLimit(graph, files) }
        // What is in the cache needs no memory, and where all files are known none is opened to find that out.
        let remembered = RememberedFiles(files)
        let known = try? planWithoutLimit(graph, remembered)
        if let known, known.runs.isEmpty, known.possible.isEmpty { return known }

        // Before any file's content is looked at, which can take longer than all else.
        if let shortage = graph.memoryForecast().shortage(within: memoryLimit) { throw shortage }
        // Subgraphs that nodes expand into may read others.
        remembered.allowOpening()
        if let known { return known }
        return try planWithoutLimit(graph, files)
    }

    private func planWithoutLimit(
        _ graph: CheckedGraph, _ files: any FileIdentifying
    ) throws(NodeFailure) -> Plan {
        Plan(
            try KeyedGraph(graph, folders: folders, files: files, variant: variant), memory: memory, folders: folders)
    }

    /// Checks, plans and runs `graph`.
    ///
    /// A failed node stops what depends on it and nothing else; the rest is made, and then the failures are thrown.
    ///
    /// - Parameters:
    ///   - outputs: the output nodes that are asked for; all of them unless given.
    ///   - report: called for one event at a time, in order, from whatever thread it happens on; it should be quick.
    /// - Throws: `GraphIssues`; `NodeFailure` from planning; `RunFailure`; `CancellationError` when interrupted. Results of
    ///   nodes that had finished are kept in each case.
    public func run(
        _ graph: Graph, outputs: [NodeID]? = nil, report: @escaping @Sendable (Event) -> Void = { _ in }
    ) async throws {
        try await run(plan(check(graph, outputs: outputs)), report: report)
    }

    /// Runs a plan that was made just now.
    public func run(_ plan: Plan, report: @escaping @Sendable (Event) -> Void = { _ in }) async throws {
        let story = Story(report)
        let (runs, reused) = (plan.runs, plan.reused)
        story.tell(.planned(runs: runs.map(\.node), reused: reused.map(\.node)))
        for (node, result) in plan.found {
            story.tellReused(node, saved: result.saved, shown: result.shown, isFromDisk: result.isStored)
        }
        if runs.isEmpty { return }
        try await PlanExecution(
            plan, catalog: nodes, folders: folders, memory: memory, overlap: overlap,
            memoryLimit: memoryLimit, showsPreviews: showsPreviews, story: story
        ).run()
    }
}
