/// A node while a run goes on.
struct RunNode {
    let checked: CheckedNode
    let key: ResultKey
    let fingerprints: [InputFingerprint]
    /// Whether its result may be reused.
    let isRepeatable: Bool
    /// Place in the queue among the nodes that can be started.
    let rank: Int

    /// Itself, or the node with the same key whose result it shares.
    var maker: Int
    var standing = Standing.unneeded

    /// What there is of each output; dropped when the last input that takes it has been served.
    var values: [OutputValues?] = []
    /// For each output, the inputs and outputs that are still to be served from it.
    var uses: [Int]
    /// Whether its own links count as uses of what they lead to.
    var holdsSources = false

    /// Nodes that wait for it, once per link, and for how many it waits itself.
    var consumers: [Int] = []
    var waiting = 0

    /// Nodes with the same key that are to be told of with it.
    var twins: [Int] = []

    /// Once it is done: the files that it saved, what it showed, and what making it took.
    var saved: [String] = []
    var shown: [String] = []
    var seconds = 0.0

    enum Standing {
        /// Nothing needs it, as far as is known.
        case unneeded
        /// A lazy input may come to need it.
        case possible
        /// Its result lies in a tier behind the memory; its values have not been read.
        case stored
        case reading
        case waiting(RunReason)
        case running(RunReason)
        /// It has handed over to a subgraph.
        case expanded(ExpandedNode)
        case done
        /// It failed, or something that it needs did.
        case failed(cause: NodeName)
    }

    init(
        _ checked: CheckedNode, key: ResultKey, fingerprints: [InputFingerprint], isRepeatable: Bool, rank: Int,
        maker: Int
    ) {
        self.checked = checked
        self.key = key
        self.fingerprints = fingerprints
        self.isRepeatable = isRepeatable
        self.rank = rank
        self.maker = maker
        uses = [Int](repeating: 0, count: checked.definition.outputs.count)
    }

    var isUsed: Bool { uses.contains { $0 > 0 } }
    var name: NodeName { checked.name }
}

/// What a node waits for that has handed over to a subgraph.
struct ExpandedNode {
    let pending: PendingResult
    /// Where the nodes of each call's subgraph are.
    let places: [Int: [Int]]
    /// Output nodes of the subgraph, whose saved files count as its own.
    let outputs: [Int]
    let isRepeatable: Bool
}
