extension GraphChecker {
    /// All nodes that `starts` need, sources before what they feed, and the loops among them.
    ///
    /// The walk keeps its own stack and visits each node once, so that neither a chain of 100,000 nodes nor a diamond of
    /// 2^40 paths hurts.
    ///
    /// - Returns: positions in the graph; a loop begins at its first node in the file and ends there again.
    func walk(from starts: [Int]) -> (order: [Int], cycles: [[Int]]) {
        var order: [Int] = []
        var cycles: [[Int]] = []
        var states = [VisitState](repeating: .unseen, count: graph.nodes.count)
        var stack: [(position: Int, sources: ArraySlice<Int>)] = []

        for start in starts where states[start] == .unseen {
            states[start] = .open
            stack.append((start, sources(of: start)[...]))
            while let top = stack.last {
                guard let source = top.sources.first else {
                    states[top.position] = .done
                    order.append(top.position)
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].sources.removeFirst()
                switch states[source] {
                case .done:
                    continue
                case .unseen:
                    states[source] = .open
                    stack.append((source, sources(of: source)[...]))
                case .open:
                    // A few loops tell enough; a graph can have as many as links.
                    guard cycles.count < 10 else { continue }
                    let loop = stack.drop { $0.position != source }.map(\.position)
                    cycles.append(Self.closed(loop))
                }
            }
        }
        return (order, cycles)
    }

    private enum VisitState {
        case unseen, open, done
    }

    /// Positions of the nodes that feed a node's declared inputs; of a node of unknown type, all that it links to.
    func sources(of position: Int) -> [Int] {
        let node = graph.nodes[position]
        guard let definition = definitions[position] else {
            return node.inputs.compactMap { source(of: $0.value) }
        }
        return definition.inputs.compactMap { node[$0.name].flatMap(source) }
    }

    private func source(of value: GraphInput.Value) -> Int? {
        guard case .link(let from, _) = value else { return nil }
        return graph.position(of: from)
    }

    /// Turns the path of links around, for it was walked against them, and begins it at the node that the file has first.
    private static func closed(_ loop: [Int]) -> [Int] {
        let path = Array(loop.reversed())
        guard let first = path.min(), let start = path.firstIndex(of: first) else { return path }
        return Array(path[start...] + path[...start])
    }
}
