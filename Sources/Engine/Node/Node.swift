/// A unit of work in a graph: typed inputs, typed outputs, one `run`.
///
/// What a node declares is all that there is: its names in graph files, its help, the checks of its inputs and its cache
/// key are derived from its properties. The engine makes a fresh value for every execution, sets its inputs, calls `run`
/// once and takes its outputs, which is why a node needs neither locks nor `Sendable`.
public protocol Node: SendableMetatype {
    /// What graph files call the node (`class_type`); the name of the Swift type unless stated.
    static var typeName: String { get }

    /// What menus call it; `typeName` unless stated.
    static var displayName: String { get }

    /// Its place in menus, such as `model/sampling`.
    static var category: String { get }

    /// One sentence: what it does.
    static var summary: String { get }

    /// Raised whenever the same inputs give another result than before; it is part of the cache key.
    static var version: Int { get }

    /// Whether a run does this node for its own sake (it saves or shows something); what feeds no output is not run.
    static var isOutput: Bool { get }

    /// Whether the result depends on more than inputs and files (the clock, say), so that it is never reused.
    static var isVolatile: Bool { get }

    /// Whether the result depends on which node of the graph it is, so that two alike do not share one.
    static var dependsOnID: Bool { get }

    /// Whether it uses `context.metadata`, as editors are told.
    static var readsMetadata: Bool { get }

    init()

    /// Does the work: reads the inputs and sets every output.
    ///
    /// - Throws: `CancellationError` when `context` says so; whatever the world did wrong, without naming the node (the
    ///   runner does).
    func run(_ context: RunContext) async throws
}

extension Node {
    public static var typeName: String { String(describing: Self.self) }
    public static var displayName: String { typeName }
    public static var category: String { "" }
    public static var version: Int { 1 }
    public static var isOutput: Bool { false }
    public static var isVolatile: Bool { false }
    public static var dependsOnID: Bool { false }
    public static var readsMetadata: Bool { false }
}

/// A node that reads files beyond those that its file inputs name, such as embeddings mentioned in a prompt.
public protocol ReadsFiles: Node {
    /// Paths of those files, asked before anything runs: inputs written in the graph are set, linked ones are not (their
    /// `$input.literal` is nil). If it cannot know, it names all files that it might read.
    func files(in folders: Folders) throws -> [String]
}

/// A node that can tell more about its inputs than their types and ranges do, such as a file name that leads nowhere.
public protocol ChecksInputs: Node {
    /// Asked while the graph is checked, before anything runs: inputs written in the graph are set, linked ones are not
    /// (their `$input.literal` is nil).
    ///
    /// - Throws: an error that tells fact and remedy; it becomes an issue of the graph.
    func check(in folders: Folders) throws
}
