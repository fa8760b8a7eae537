/// The ids that a workflow's nodes have taken, over all its levels.
///
/// Editors give an inner node another id if a node elsewhere has it already; the API form shows the new one.
struct NodeIDs {
    private var taken: Set<Int>
    private var last: Int

    /// - Parameter last: the highest id that the editor has given so far.
    init(root: EditorGraph, last: Int) {
        taken = Set(root.nodes.lazy.compactMap { Int($0.id) })
        self.last = last
    }

    /// New ids for the nodes of a subgraph whose ids are taken; the ids of the others are from now on.
    mutating func renamings(in graph: EditorGraph) -> [String: String] {
        var renamings: [String: String] = [:]
        for node in graph.nodes {
            guard let id = Int(node.id) else { continue }
            if taken.insert(id).inserted {
                last = max(last, id)
            } else if let free = nextFree() {
                renamings[node.id] = "\(free)"
            }
        }
        return renamings
    }

    private mutating func nextFree() -> Int? {
        while last < Self.limit {
            last += 1
            if taken.insert(last).inserted { return last }
        }
        return nil
    }

    /// As far as a script's whole numbers are exact; damaged files have counters beyond.
    private static let limit = 1 << 53
}
