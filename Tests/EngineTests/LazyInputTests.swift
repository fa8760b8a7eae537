import Engine
import JSON
import Testing

struct LazyInputTests {
    /// 1 and 2 into 3, which mixes; its share comes from 4.
    private func mix(share: JSONValue) -> Graph {
        Graph([
            "1": ("ToyAdd", ["a": 10, "b": 0]), "2": ("ToyAdd", ["a": 20, "b": 0]),
            "4": ("ToyPass", ["value": share]),
            "3": ("ToyMix", ["first": ["1", 0], "second": ["2", 0], "share": ["4", 0]]),
            "5": ("ToySink", ["value": ["3", 0]]),
        ])
    }

    static let shares: [(JSONValue, [String])] = [(0.0, ["1"]), (1.0, ["2"]), (0.5, ["1", "2"])]

    @Test(arguments: shares) func `only what a node asks for is run`(share: JSONValue, asked: [String]) async throws {
        let run = await (try ToyWorld()).run(mix(share: share))
        #expect(run.error == nil)
        #expect(run.started == ["4"] + asked + ["3", "5"])
    }

    @Test func `the other branch is run once it is asked for`() async throws {
        let world = try ToyWorld()
        _ = await world.run(mix(share: 0.0))
        let run = await world.run(mix(share: 1.0))
        #expect(run.started == ["4", "2", "3", "5"])
    }

    @Test func `a share that is written is known when planning`() async throws {
        let world = try ToyWorld()
        var graph = mix(share: 0.0)
        try graph.set(Override("3.share=1"), knowing: world.runner.nodes)
        let plan = try world.runner.plan(world.runner.check(graph))
        #expect(plan.runs.map(\.node.id) == ["2", "3", "5"] && plan.possible.isEmpty)

        let open = try world.runner.plan(world.runner.check(mix(share: 0.0)))
        #expect(open.runs.map(\.node.id) == ["4", "3", "5"] && open.possible.map(\.id) == ["1", "2"])
    }

    @Test func `a branch that is needed elsewhere too is run once, and its value is there`() async throws {
        var graph = mix(share: 1.0)
        graph = Graph(
            nodes: graph.nodes + [
                GraphNode(id: "6", type: "ToySink", inputs: [.init(name: "value", value: .link(from: "2", slot: 0))])
            ])
        let run = await (try ToyWorld(budget: 0)).run(graph)
        #expect(run.error == nil)
        #expect(run.started.sorted() == ["2", "3", "4", "5", "6"])
    }

    @Test(arguments: [(2, ["1", "3", "5"]), (3, ["1", "2", "3", "5"])])
    func `a node may ask in steps`(first: Int, started: [String]) async throws {
        let run = await (try ToyWorld()).run(
            Graph([
                "1": ("ToyAdd", ["a": .int(first), "b": 0]), "2": ("ToyAdd", ["a": 20, "b": 0]),
                "3": ("ToyStepwise", ["first": ["1", 0], "second": ["2", 0]]), "5": ("ToySink", ["value": ["3", 0]]),
            ]))
        #expect(run.error == nil && run.started == started)
    }

    @Test func `over a list, what any of the calls asks for is run`() async throws {
        let run = await (try ToyWorld()).run(
            Graph([
                "1": ("ToyAdd", ["a": 10, "b": 0]), "2": ("ToyAdd", ["a": 20, "b": 0]),
                "4": ("ToyList", ["values.value0": 0.0, "values.value1": 0.5, "values.value2": 1.0]),
                "3": ("ToyMix", ["first": ["1", 0], "second": ["2", 0], "share": ["4", 0]]),
                "5": ("ToyTell", ["room": "lazy list", "value": ["3", 0]]),
            ]))
        #expect(run.error == nil && run.started == ["4", "1", "2", "3", "5"])
        #expect(ToyTell.told(in: "lazy list") == ["10", "15", "20"])
    }

    @Test func `a branch that failed is no harm unless it is asked for`() async throws {
        let graph = { (share: JSONValue) in
            Graph([
                "1": ("ToyAdd", ["a": 10, "b": 0]), "2": ("ToyFailure", ["text": "it broke. Mend it."]),
                "6": ("ToySink", ["value": ["2", 0]]),
                "4": ("ToyPass", ["value": share]),
                "3": ("ToyMix", ["first": ["1", 0], "second": ["2", 0], "share": ["4", 0]]),
                "5": ("ToySink", ["value": ["3", 0]]),
            ])
        }
        let spared = await (try ToyWorld()).run(graph(0.0))
        #expect(spared.finished.contains("5") && spared.finished.contains("3"))
        let struck = await (try ToyWorld()).run(graph(1.0))
        #expect(!struck.finished.contains("3") && (struck.error as? RunFailure)?.failures.count == 1)
        #expect(
            struck.events.contains(
                .skipped(NodeName(id: "3", type: "ToyMix"), cause: NodeName(id: "2", type: "ToyFailure"))))
    }
}
