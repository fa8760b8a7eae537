import Engine
import JSON
import Testing

struct PartialRunTests {
    /// Two outputs with a common source: 1 → 2 → 3 tell, 1 → 4 tell; 5 is no output.
    static let graph = Graph([
        "1": ("ToyAdd", ["a": 1, "b": 1]), "2": ("ToyAdd", ["a": ["1", 0], "b": 1]),
        "3": ("ToySink", ["value": ["2", 0]]), "4": ("ToySink", ["value": ["1", 0]]), "5": ("ToyClock", [:]),
    ])

    private func run(_ outputs: [NodeID]?, _ graph: Graph = graph, in world: ToyWorld? = nil) async throws -> ToyRun {
        let world = try world ?? ToyWorld()
        let log = ToyLog()
        do {
            try await world.runner.run(graph, outputs: outputs) { log.append($0) }
            return ToyRun(events: log.events, error: nil)
        } catch {
            return ToyRun(events: log.events, error: error)
        }
    }

    static let choices: [([NodeID]?, [String])] = [
        (nil, ["1", "4", "2", "3"]), (["4"], ["1", "4"]), (["3"], ["1", "2", "3"]),
        (["4", "3"], ["1", "4", "2", "3"]),
    ]

    @Test(arguments: choices) func `only the outputs that are asked for are run`(
        outputs: [NodeID]?, started: [String]
    ) async throws {
        #expect(try await run(outputs).started == started)
    }

    @Test func `what one run made is reused by another that asks for more`() async throws {
        let world = try ToyWorld()
        _ = try await run(["4"], in: world)
        let more = try await run(nil, in: world)
        #expect(more.started == ["2", "3"])
    }

    @Test func `what the others need may be wrong`() async throws {
        let broken = try Self.graph.setting("2.b=walnut")
        #expect(try await run(["4"], broken).started == ["1", "4"])
        #expect(try await run(nil, broken).error is GraphIssues)
    }

    @Test func `what is no output cannot be asked for`() async throws {
        let error = try await run(["5", "77", "3"]).error
        #expect(
            (error as? GraphIssues)?.description == """
                node 5 (ToyClock): this node saves and shows nothing. Ask for a node that saves or shows something, such as \
                a SaveImage.
                node 77: no node of the graph has this id. Ask for a node that saves or shows something, such as a SaveImage.
                """)
    }

    @Test func `each output can be judged by itself`() throws {
        let world = try ToyWorld()
        let broken = try Self.graph.setting("2.b=walnut")
        let (good, issues) = try broken.checkEachOutput(against: world.runner.nodes, folders: world.folders)
        #expect(
            issues.map(\.description) == ["node 2 (ToyAdd), input 'b': 'walnut' cannot be read as INT. Give an INT."])
        #expect(try world.runner.plan(good).runs.map(\.node.id) == ["1", "4"])

        let hopeless = try broken.setting("1.a=walnut")
        #expect(throws: GraphIssues.self) {
            try hopeless.checkEachOutput(against: world.runner.nodes, folders: world.folders)
        }
        let unknown = Graph(nodes: broken.nodes + [GraphNode(id: "8", type: "Toy", inputs: [])])
        #expect(throws: GraphIssues.self) {
            try unknown.checkEachOutput(against: world.runner.nodes, folders: world.folders)
        }
    }

    @Test func `a loop spoils every output that needs one of its nodes`() throws {
        let world = try ToyWorld()
        let graph = Graph([
            "1": ("ToyAdd", ["a": ["2", 0], "b": 1]), "2": ("ToyAdd", ["a": ["1", 0], "b": 1]),
            "3": ("ToySink", ["value": ["2", 0]]), "4": ("ToySink", ["value": ["1", 0]]),
            "5": ("ToySink", ["value": 7]),
        ])
        let (good, issues) = try graph.checkEachOutput(against: world.runner.nodes, folders: world.folders)
        #expect(issues.count == 1)
        #expect(try world.runner.plan(good).runs.map(\.node.id) == ["5"])
    }
}
