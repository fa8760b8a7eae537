import JSON
import Testing

@testable import Engine

/// Shapes that hurt an engine which walks recursively, or by path: they end the process or never end.
struct LargeGraphTests {
    /// `count` nodes in a row, and a sink.
    static func chain(_ count: Int, closed: Bool = false) -> Graph {
        var nodes = (0..<count).map { index in
            let source: GraphInput.Value = index == 0 ? .literal(1) : .link(from: NodeID("\(index - 1)"), slot: 0)
            return GraphNode(
                id: NodeID("\(index)"), type: "ToyAdd",
                inputs: [.init(name: "a", value: source), .init(name: "b", value: .literal(1))])
        }
        if closed {
            nodes[0] = GraphNode(
                id: "0", type: "ToyAdd",
                inputs: [
                    .init(name: "a", value: .link(from: NodeID("\(count - 1)"), slot: 0)),
                    .init(name: "b", value: .literal(1)),
                ])
        }
        nodes.append(sink(of: NodeID("\(count - 1)"), id: "end"))
        return Graph(nodes: nodes)
    }

    /// `count` nodes, each of which adds the one before to itself: 2^count paths.
    static func diamonds(_ count: Int) -> Graph {
        var nodes = [
            GraphNode(
                id: "0", type: "ToyAdd",
                inputs: [.init(name: "a", value: .literal(1)), .init(name: "b", value: .literal(0))])
        ]
        for index in 1...count {
            let link = GraphInput.Value.link(from: NodeID("\(index - 1)"), slot: 0)
            nodes.append(
                GraphNode(
                    id: NodeID("\(index)"), type: "ToyAdd",
                    inputs: [.init(name: "a", value: link), .init(name: "b", value: link)]))
        }
        nodes.append(sink(of: NodeID("\(count)"), id: "end"))
        return Graph(nodes: nodes)
    }

    private static func sink(of source: NodeID, id: NodeID) -> GraphNode {
        GraphNode(id: id, type: "ToySink", inputs: [.init(name: "value", value: .link(from: source, slot: 0))])
    }

    @Test(.timeLimit(.minutes(5))) func `a chain of 100,000 nodes is read, checked, planned and run`() async throws {
        let world = try ToyWorld(budget: 1 << 30)
        let graph = try Graph(parsing: Self.chain(100_000).json.utf8())
        let first = await world.run(graph)
        #expect(first.error == nil)
        #expect(first.started.count == 100_001)
        let plan = try world.runner.plan(world.runner.check(graph))
        #expect(plan.runs.isEmpty && plan.reused.map(\.node.id) == ["end"])
    }

    @Test(.timeLimit(.minutes(5))) func `a diamond of 2^40 paths is run node by node`() async throws {
        let run = await (try ToyWorld()).run(Self.diamonds(40))
        #expect(run.error == nil)
        #expect(run.started == (0...40).map { "\($0)" } + ["end"])
    }

    @Test(.timeLimit(.minutes(5))) func `a loop of 100,000 nodes is told`() throws {
        let world = try ToyWorld()
        let issues = #expect(throws: GraphIssues.self) { try world.runner.check(Self.chain(100_000, closed: true)) }
        #expect(issues?.issues.count == 1)
        guard case .cycle(let path)? = issues?.issues.first?.problem else {
            Issue.record("no cycle")
            return
        }
        #expect(path.count == 100_001 && path.first == "0" && path.last == "0")
    }

    @Test(.timeLimit(.minutes(5))) func `20,000 outputs of one node are checked and run`() async throws {
        var nodes = Self.chain(1).nodes
        for index in 0..<20_000 { nodes.append(Self.sink(of: "0", id: NodeID("s\(index)"))) }
        let run = await (try ToyWorld()).run(Graph(nodes: nodes))
        #expect(run.error == nil)
        // They are all the same, so that one stands for them.
        #expect(run.started == ["0", "end"] && run.reused.count == 20_000)
    }

    @Test(.timeLimit(.minutes(5))) func `200,000 nodes that feed nothing are passed over`() async throws {
        var nodes = Self.chain(1).nodes
        for index in 0..<200_000 { nodes.append(GraphNode(id: NodeID("u\(index)"), type: "ToyCanvas", inputs: [])) }
        let run = await (try ToyWorld()).run(Graph(nodes: nodes))
        #expect(run.started == ["0", "end"])
    }
}
