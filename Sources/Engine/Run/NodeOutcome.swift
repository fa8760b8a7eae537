/// How an execution of a node ended, if not with an error.
enum NodeOutcome: Sendable {
    /// It may be reused unless it would have been another with more memory.
    case made(NodeResult, isRepeatable: Bool)
    /// What it made, and what it leaves to subgraphs.
    case expanded(PendingResult)
}

/// A result parts of which are still to be made by the nodes of subgraphs.
struct PendingResult: Sendable {
    let outputs: [PendingOutput]
    let saved: [String]
    let shown: [String]
    let seconds: Double
    /// By the number of the call that asked for it.
    let subgraphs: [(call: Int, graph: Subgraph)]
}

struct PendingOutput: Sendable {
    var items: [Item] = []
    let isList: Bool

    enum Item: Sendable {
        case value((any Port)?)
        /// All that an output of a node of a call's subgraph gives.
        case link(call: Int, Subgraph.Link)
    }
}
