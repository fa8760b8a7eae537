import Foundation

/// What a run will do for each node, and why; made from the outputs backwards, so that what nothing needs is not touched.
public struct Plan: Sendable {
    let keyed: KeyedGraph
    /// One for each node of the checked graph.
    let decisions: [Decision]
    /// For each key the first node that has it.
    let firsts: [ResultKey: Int]
    /// For nodes with lazy inputs that are written so that it is known: those that they will ask for.
    let chosen: [Int: Set<Int>]

    enum Decision: Sendable {
        /// Nothing that will be run needs it.
        case unneeded
        /// Only lazy inputs lead to it; whether it is needed will be known while running.
        case possible
        case reused(FoundResult)
        /// Another node, earlier in order, has the same key.
        case same(as: Int, isNeeded: Bool)
        case runs(RunReason)
    }

    private enum Need {
        case none, possible, certain
    }

    init(_ keyed: KeyedGraph, memory: ResultMemory, folders: Folders) {
        self.keyed = keyed
        let nodes = keyed.graph.nodes
        var firsts: [ResultKey: Int] = [:]
        firsts.reserveCapacity(nodes.count)
        // Looking a key up is what costs in a large graph, and few keys come twice.
        var twins: [Int: Int] = [:]
        for (index, key) in keyed.keys.enumerated() {
            guard let first = firsts.updateValue(index, forKey: key) else { continue }
            firsts[key] = first
            twins[index] = first
        }

        var decisions = [Decision](repeating: .unneeded, count: nodes.count)
        var needs = [Need](repeating: .none, count: nodes.count)
        var chosen: [Int: Set<Int>] = [:]
        for output in keyed.graph.outputs { needs[output] = .certain }

        // Sources stand before what they feed: backwards, every node's consumers have been decided when its turn comes.
        for index in nodes.indices.reversed() where needs[index] != .none {
            let need = needs[index]
            if let same = twins[index] {
                decisions[index] = .same(as: same, isNeeded: need == .certain)
                if needs[same] != .certain { needs[same] = need }
                continue
            }
            guard need == .certain else {
                decisions[index] = .possible
                for link in nodes[index].links where needs[link.source] == .none { needs[link.source] = .possible }
                continue
            }
            decisions[index] = Self.decision(
                on: nodes[index], key: keyed.keys[index], inputs: keyed.fingerprints[index], memory: memory,
                folders: folders)
            guard case .runs = decisions[index] else { continue }
            let definition = nodes[index].definition
            let asked = definition.hasLazyInputs ? nodes[index].inputsNeededForSure() : nil
            if let asked { chosen[index] = asked }
            for link in nodes[index].links {
                let isCertain = !definition.inputs[link.input].isLazy || asked?.contains(link.input) ?? false
                if isCertain {
                    needs[link.source] = .certain
                } else if asked == nil, needs[link.source] == .none {
                    needs[link.source] = .possible
                }
            }
        }
        for index in nodes.indices {
            if case .same(as: let first, isNeeded: true) = decisions[index], case .reused = decisions[first] {
                decisions[index] = decisions[first]
            }
        }
        self.decisions = decisions
        self.firsts = firsts
        self.chosen = chosen
    }
}

extension Plan {
    /// Whether a node's result is at hand or has to be made, and why.
    static func decision(
        on node: CheckedNode, key: ResultKey, inputs: [InputFingerprint], memory: ResultMemory, folders: Folders
    ) -> Decision {
        var missing: String?
        if let result = memory.find(key) {
            missing = result.saved.first { !folders.stillHave($0) }
            if missing == nil, case .stored(let stored) = result { missing = stored.changed }
            if missing == nil { return .reused(result) }
            memory.forget(key)
        }
        return .runs(RunReason(node, key: key, inputs: inputs, missing: missing, memory: memory))
    }

    /// The nodes that will be run, with reasons, in an order in which they can be.
    public var runs: [(node: NodeName, reason: RunReason)] {
        decisions.enumerated().compactMap { index, decision in
            guard case .runs(let reason) = decision else { return nil }
            return (keyed.graph.nodes[index].name, reason)
        }
    }

    /// The nodes whose results are there already, with the files that they had saved.
    public var reused: [(node: NodeName, saved: [String])] {
        found.map { ($0.node, $0.result.saved) }
    }

    var found: [(node: NodeName, result: FoundResult)] {
        decisions.enumerated().compactMap { index, decision in
            guard case .reused(let result) = decision else { return nil }
            return (keyed.graph.nodes[index].name, result)
        }
    }

    /// The nodes that lazy inputs may turn out to need.
    public var possible: [NodeName] {
        decisions.enumerated().compactMap { index, decision in
            guard case .possible = decision else { return nil }
            return keyed.graph.nodes[index].name
        }
    }
}

extension RunReason {
    /// - Parameter missing: a file that an earlier run of the same had saved, and that is not there any more.
    init(_ node: CheckedNode, key: ResultKey, inputs: [InputFingerprint], missing: String?, memory: ResultMemory) {
        if let missing {
            self = .savedFileGone(missing)
            return
        }
        if node.definition.isVolatile {
            self = .volatile
            return
        }
        guard let last = memory.history(of: node.id), last.type == node.definition.typeName,
            last.inputs.count == node.inputs.count
        else {
            self = .neverRan
            return
        }
        if last.key == key {
            self = .evicted
            return
        }
        // What the graph itself says comes before what only follows from it.
        let changed = node.inputs.indices.filter { last.inputs[$0] != inputs[$0] }
        let written = changed.first { if case .link = node.inputs[$0] { false } else { true } }
        guard let input = written ?? changed.first else {
            self = .contentChanged
            return
        }
        let name = node.definition.inputs[input].name
        let isFile = if case .file = node.inputs[input], case .file = last.inputs[input] { true } else { false }
        self = isFile ? .fileChanged(name) : .inputChanged(name)
    }
}

extension Folders {
    /// Whether a file that an earlier run saved still lies there, in a folder that this run writes to.
    fileprivate func stillHave(_ path: String) -> Bool {
        [output, temp].contains { path.hasPrefix($0 + "/") } && FileManager.default.fileExists(atPath: path)
    }
}
