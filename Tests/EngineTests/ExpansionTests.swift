import Engine
import JSON
import Testing

struct ExpansionTests {
    @Test func `a node is finished when what it expanded into is`() async throws {
        let run = await (try ToyWorld()).run(
            Graph([
                "1": ("ToyAdd", ["a": 20, "b": 1]), "2": ("ToyDouble", ["value": ["1", 0]]),
                "3": ("ToyTell", ["room": "double", "value": ["2", 0]]),
            ]))
        #expect(run.error == nil)
        #expect(run.started == ["1", "2", "2.0.0.1", "3"])
        #expect(run.finished == ["1", "2.0.0.1", "2", "3"])
        #expect(
            run.events.contains(
                .expanded(NodeName(id: "2", type: "ToyDouble"), into: [NodeName(id: "2.0.0.1", type: "ToyAdd")])))
        #expect(ToyTell.told(in: "double") == ["42"])
    }

    @Test func `the result is reused, and so are those inside`() async throws {
        let world = try ToyWorld()
        let graph = Graph(["2": ("ToyPower", ["value": 3, "times": 4]), "3": ("ToySink", ["value": ["2", 0]])])
        _ = await world.run(graph)
        let same = await world.run(graph)
        #expect(same.started == [] && same.reused == ["3"])
        // Doubling 3 five times begins like doubling 6 four times, and ends like it.
        let longer = await world.run(
            Graph([
                "2": ("ToyPower", ["value": 3, "times": 5]), "4": ("ToyTell", ["room": "power", "value": ["2", 0]]),
            ]))
        #expect(ToyTell.told(in: "power") == ["96"])
        #expect(longer.error == nil && longer.started.first == "2" && !longer.started.contains("2.0.0.1"))
    }

    @Test func `a subgraph shares work with the graph around it`() async throws {
        let run = await (try ToyWorld()).run(
            Graph([
                "1": ("ToyAdd", ["a": 20, "b": 1]), "5": ("ToyAdd", ["a": ["1", 0], "b": ["1", 0]]),
                "6": ("ToySink", ["value": ["5", 0]]), "2": ("ToyDouble", ["value": ["1", 0]]),
                "3": ("ToySink", ["value": ["2", 0]]),
            ]))
        #expect(run.error == nil && !run.started.contains("2.0.0.1"))
        #expect(run.started.filter { $0 == "5" }.count == 1)
    }

    @Test func `each item of a list has a subgraph of its own`() async throws {
        let run = await (try ToyWorld()).run(
            Graph([
                "1": ("ToyList", ["values.value0": 1, "values.value1": 2]),
                "2": ("ToyDouble", ["value": ["1", 0]]), "3": ("ToyTell", ["room": "doubles", "value": ["2", 0]]),
            ]))
        #expect(run.error == nil && run.started == ["1", "2", "2.0.0.1", "2.1.0.1", "3"])
        #expect(ToyTell.told(in: "doubles") == ["2", "4"])
    }

    @Test func `outputs may be values and links side by side, and output nodes inside are run`() async throws {
        let world = try ToyWorld()
        let run = await world.run(
            Graph([
                "1": ("ToyMixture", ["room": "mixture", "value": 7]),
                "2": ("ToyTell", ["room": "plain", "value": ["1", 0]]),
                "3": ("ToyTell", ["room": "linked", "value": ["1", 1]]),
            ]))
        #expect(run.error == nil)
        #expect(ToyTell.told(in: "mixture") == ["70"])
        #expect(ToyTell.told(in: "plain") == ["7"] && ToyTell.told(in: "linked") == ["70"])
        #expect(!run.started.contains("1.0.0.spare"))
    }

    @Test func `a subgraph may be nested a thousand levels deep`() async throws {
        let run = await (try ToyWorld(budget: 0)).run(
            Graph([
                "1": ("ToyPower", ["value": 0, "times": 1000]), "2": ("ToyTell", ["room": "deep", "value": ["1", 0]]),
            ]))
        #expect(run.error == nil && ToyTell.told(in: "deep") == ["0"])
    }

    static let mishaps: [(String, String)] = [
        (
            "cycle",
            "node 1 (ToyMishap): what it expands into is not right. node 1.0.0.1 (ToyAdd): the graph loops: "
                + "1.0.0.1 → 1.0.0.2 → 1.0.0.1. Remove one of these links."
        ),
        (
            "unknown",
            "node 1 (ToyMishap): what it expands into is not right. node 1.0.0.1 (ToyAdb): no node type has this name. "
                + "Did you mean 'ToyAdd'?"
        ),
        (
            "range",
            "node 1 (ToyMishap): what it expands into is not right. node 1.0.0.1 (ToyAdd), input 'a': 'walnut' cannot be "
                + "read as INT. Give an INT.\nnode 1.0.0.1 (ToyAdd), input 'b': no value is given. Give an INT, such as 0."
        ),
        ("failure", "node 1.0.0.1 (ToyFailure): it broke. Mend it."),
        ("itself", "node 1 (ToyMishap): the graph loops: 1 → 1. Remove one of these links."),
    ]

    @Test(arguments: mishaps) func `what is wrong inside is told once, and the rest of the graph is run`(
        fault: String, sentence: String
    ) async throws {
        let run = await (try ToyWorld()).run(
            Graph([
                "1": ("ToyMishap", ["fault": .string(fault)]), "2": ("ToySink", ["value": ["1", 0]]),
                "3": ("ToyAdd", ["a": 1, "b": 1]), "4": ("ToySink", ["value": ["3", 0]]),
            ]))
        #expect((run.error as? RunFailure)?.description == sentence)
        #expect(run.finished.contains("4") && !run.finished.contains("2"))
        #expect(run.events.contains { if case .skipped(let node, _) = $0 { node.id == "2" } else { false } })
    }

    /// 1 opens, 3 adds one, 4 compares, 5 closes.
    static func loop(until end: Int, room: String) -> Graph {
        Graph([
            "0": ("ToyAdd", ["a": 0, "b": 0]), "1": ("ToyLoopOpen", ["start": ["0", 0]]),
            "2": ("ToyAdd", ["a": 0, "b": 1]), "3": ("ToyAdd", ["a": ["1", 1], "b": ["2", 0]]),
            "4": ("ToyEqual", ["a": ["3", 0], "b": .int(end)]), "7": ("ToyNot", ["value": ["4", 0]]),
            "5": ("ToyLoopClose", ["flow": ["1", 0], "again": ["7", 0], "value": ["3", 0]]),
            "6": ("ToyTell", ["room": .string(room), "value": ["5", 0]]),
        ])
    }

    @Test(arguments: [1, 2, 50]) func `a loop copies its body until it is done`(rounds: Int) async throws {
        let room = "loop \(rounds)"
        // Nothing is kept from node to node but what the run itself holds.
        let run = await (try ToyWorld(budget: 0)).run(Self.loop(until: rounds, room: room))
        #expect(run.error == nil && ToyTell.told(in: room) == ["\(rounds)"])
        // What stands outside of the body is run once.
        #expect(run.started.filter { $0 == "2" }.count == 1)
    }

    @Test func `two runs that want the same expansion do it once`() async throws {
        let world = try ToyWorld(overlap: 2)
        let graph = Graph(["2": ("ToyPower", ["value": 3, "times": 50]), "3": ("ToySink", ["value": ["2", 0]])])
        async let first = world.run(graph)
        async let second = world.run(graph)
        let runs = await [first, second]
        #expect(runs.allSatisfy { $0.error == nil })
        #expect(runs.flatMap(\.started).filter { $0 == "2" }.count == 1)
    }
}
