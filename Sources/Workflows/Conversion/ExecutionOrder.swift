/// The positions of a graph's nodes, sources before what they feed, as editors number them: nodes without links first, in
/// the order of the file, then whatever has all its sources.
///
/// Nodes on a loop come last, in the order of the file.
func executionOrder(of graph: EditorGraph) -> [Int] {
    var waiting = [Int](repeating: 0, count: graph.nodes.count)
    var fed = [[Int]](repeating: [], count: graph.nodes.count)
    for (position, node) in graph.nodes.enumerated() {
        for input in node.inputs {
            guard let id = input.link, let link = graph.links[id], let source = graph.position(of: link.origin) else {
                continue
            }
            waiting[position] += 1
            fed[source].append(position)
        }
    }
    var order = graph.nodes.indices.filter { waiting[$0] == 0 }
    var next = 0
    while next < order.count {
        for target in fed[order[next]] {
            waiting[target] -= 1
            if waiting[target] == 0 { order.append(target) }
        }
        next += 1
    }
    return order + graph.nodes.indices.filter { waiting[$0] > 0 }
}
