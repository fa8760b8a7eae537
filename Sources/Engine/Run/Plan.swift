import Foundation

/// What a run will do for each node, and why; made from the outputs backwards, so that what nothing needs is not touched.
public struct Plan: Sendable {
    let keyed: KeyedGraph
    /// One for each node of the checked graph.
    let decisions: [Decision]

    enum Decision: Sendable {
        /// Nothing that will be run needs it.
        case unneeded
        case reused(NodeResult)
        /// Another node, earlier in order, has the same key.
        case same(as: Int)
        case runs(RunReason)
    }

    init(_ keyed: KeyedGraph, memory: ResultMemory, folders: Folders) {
        self.keyed = keyed
        let nodes = keyed.graph.nodes
        var first: [ResultKey: Int] = [:]
        for (index, key) in keyed.keys.enumerated() where first[key] == nil { first[key] = index }

        var decisions = [Decision](repeating: .unneeded, count: nodes.count)
        var isNeeded = [Bool](repeating: false, count: nodes.count)
        for output in keyed.graph.outputs { isNeeded[output] = true }

        // Sources stand before what they feed: backwards, every node's consumers have been decided when its turn comes.
        for index in nodes.indices.reversed() where isNeeded[index] {
            let key = keyed.keys[index]
            if let same = first[key], same != index {
                decisions[index] = .same(as: same)
                isNeeded[same] = true
                continue
            }
            var missing: String?
            if let result = memory.result(for: key) {
                missing = result.saved.first { !folders.stillHave($0) }
                if missing == nil {
                    decisions[index] = .reused(result)
                    continue
                }
                memory.forget(key)
            }
            decisions[index] = .runs(Self.reason(for: index, in: keyed, missing: missing, memory: memory))
            for case .link(let source, _) in nodes[index].inputs { isNeeded[source] = true }
        }
        for index in nodes.indices {
            if case .same(as: let first) = decisions[index], case .reused = decisions[first] {
                decisions[index] = decisions[first]
            }
        }
        self.decisions = decisions
    }

    private static func reason(
        for index: Int, in keyed: KeyedGraph, missing: String?, memory: ResultMemory
    ) -> RunReason {
        let node = keyed.graph.nodes[index]
        if let missing { return .savedFileGone(missing) }
        if node.definition.isVolatile { return .volatile }
        guard let last = memory.history(of: node.id), last.type == node.definition.typeName,
            last.inputs.count == node.inputs.count
        else { return .neverRan }
        if last.key == keyed.keys[index] { return .evicted }

        // What the graph itself says comes before what only follows from it.
        let changed = node.inputs.indices.filter { last.inputs[$0] != keyed.fingerprints[index][$0] }
        let written = changed.first { if case .link = node.inputs[$0] { false } else { true } }
        guard let input = written ?? changed.first else { return .contentChanged }
        let name = node.definition.inputs[input].name
        if case .file = node.inputs[input], case .file = last.inputs[input] { return .fileChanged(name) }
        return .inputChanged(name)
    }
}

extension Plan {
    /// The nodes that will be run, with reasons, in an order in which they can be.
    public var runs: [(node: NodeName, reason: RunReason)] {
        decisions.enumerated().compactMap { index, decision in
            guard case .runs(let reason) = decision else { return nil }
            return (keyed.graph.nodes[index].name, reason)
        }
    }

    /// The nodes whose results are there already, with the files that they had saved.
    public var reused: [(node: NodeName, saved: [String])] {
        decisions.enumerated().compactMap { index, decision in
            guard case .reused(let result) = decision else { return nil }
            return (keyed.graph.nodes[index].name, result.saved)
        }
    }
}

extension Folders {
    /// Whether a file that an earlier run saved still lies there, in a folder that this run writes to.
    fileprivate func stillHave(_ path: String) -> Bool {
        [output, temp].contains { path.hasPrefix($0 + "/") } && FileManager.default.fileExists(atPath: path)
    }
}
