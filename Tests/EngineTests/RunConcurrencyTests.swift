import Engine
import Foundation
import JSON
import Synchronization
import Testing

/// One after the other, because they count what is alive and measure time.
@Suite(.serialized) struct RunConcurrencyTests {
    /// Two long branches into one sum.
    static func twoWaits(_ duration: Int) -> Graph {
        Graph([
            "1": ("ToyWait", ["duration": .int(duration), "salt": 1]),
            "2": ("ToyWait", ["duration": .int(duration), "salt": 2]),
            "3": ("ToyAdd", ["a": ["1", 0], "b": ["2", 0]]), "4": ("ToySink", ["value": ["3", 0]]),
        ])
    }

    /// So many branches that each wait for `party` of them to be at work.
    private func meetings(_ count: Int, party: Int) -> Graph {
        let room = UUID().uuidString
        return Graph(
            nodes: (0..<count).flatMap { index in
                [
                    GraphNode(
                        id: NodeID("m\(index)"), type: "ToyMeeting",
                        inputs: [
                            .init(name: "room", value: .literal(.string(room))),
                            .init(name: "party", value: .literal(.int(party))),
                            .init(name: "salt", value: .literal(.int(index))),
                        ]),
                    GraphNode(
                        id: NodeID("s\(index)"), type: "ToySink",
                        inputs: [.init(name: "value", value: .link(from: NodeID("m\(index)"), slot: 0))]),
                ]
            })
    }

    @Test func `independent branches are at work side by side`() async throws {
        let run = await (try ToyWorld(overlap: 2)).run(meetings(2, party: 2))
        #expect(run.error == nil)
        #expect(run.started.prefix(2).sorted() == ["m0", "m1"])
    }

    @Test func `no more nodes are at work at once than were allowed`() async throws {
        let run = await (try ToyWorld(overlap: 3)).run(meetings(12, party: 3))
        var active = 0
        var most = 0
        for event in run.events {
            if case .started = event { active += 1 }
            if case .finished = event { active -= 1 }
            most = max(most, active)
        }
        #expect(run.error == nil && run.finished.count == 24 && most == 3)
    }

    @Test func `an interrupted run ends soon and keeps what was finished`() async throws {
        let world = try ToyWorld(overlap: 2)
        let graph = Graph([
            "1": ("ToyAdd", ["a": 1, "b": 2]), "2": ("ToySink", ["value": ["1", 0]]),
            "3": ("ToyWait", ["duration": 100_000, "salt": 0]), "4": ("ToySink", ["value": ["3", 0]]),
        ])
        let log = ToyLog()
        let started = AsyncStream.makeStream(of: Void.self)
        let work = Task {
            try await world.runner.run(graph) { event in
                log.append(event)
                if case .progressed(_, step: 3, of: _) = event { started.continuation.finish() }
            }
        }
        for await _ in started.stream {}
        let clock = ContinuousClock()
        let took = await clock.measure {
            work.cancel()
            await #expect(throws: CancellationError.self) { try await work.value }
        }
        #expect(took < .seconds(1))
        #expect(log.events.last == .interrupted(NodeName(id: "3", type: "ToyWait")))

        let plan = try world.runner.plan(world.runner.check(graph))
        #expect(plan.runs.map(\.node.id) == ["3", "4"] && plan.reused.map(\.node.id) == ["2"])
    }

    @Test func `two runs that want the same do it once`() async throws {
        let world = try ToyWorld(overlap: 2)
        let started = AsyncStream.makeStream(of: Void.self)
        let log = ToyLog()
        let first = Task {
            try await world.runner.run(Self.twoWaits(200)) { event in
                log.append(event)
                if case .progressed(_, step: 3, of: _) = event { started.continuation.finish() }
            }
        }
        for await _ in started.stream {}
        let second = await world.run(Self.twoWaits(200))
        try await first.value
        #expect(second.error == nil)
        let waits = (log.events + second.events).compactMap { event -> NodeID? in
            if case .started(let node, _) = event, node.type == "ToyWait" { node.id } else { nil }
        }
        #expect(waits.map(\.description).sorted() == ["1", "2"])
    }

    @Test func `whoever waits for an interrupted run takes the work over`() async throws {
        let world = try ToyWorld(overlap: 2)
        let graph = Self.twoWaits(200)
        let started = AsyncStream.makeStream(of: Void.self)
        let first = Task {
            try await world.runner.run(graph) { event in
                if case .progressed(_, step: 3, of: _) = event { started.continuation.finish() }
            }
        }
        for await _ in started.stream {}
        async let second = world.run(graph)
        try await Task.sleep(for: .milliseconds(20))
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        let run = await second
        #expect(run.error == nil && run.finished.sorted() == run.started.sorted())
        #expect(run.started.sorted() == ["1", "2", "3", "4"])
    }

    @Test func `a value is released when the last node that needs it is done`() async throws {
        ToyWeight.most.withLock { $0 = 0 }
        // Each weight is needed by one scale; the forges come one after the other.
        var nodes: [GraphNode] = []
        for index in 0..<10 {
            var inputs = [GraphInput(name: "salt", value: .literal(.int(index)))]
            if index > 0 { inputs.append(.init(name: "after", value: .link(from: NodeID("s\(index - 1)"), slot: 0))) }
            nodes.append(GraphNode(id: NodeID("f\(index)"), type: "ToyForge", inputs: inputs))
            nodes.append(
                GraphNode(
                    id: NodeID("s\(index)"), type: "ToyScale",
                    inputs: [.init(name: "weight", value: .link(from: NodeID("f\(index)"), slot: 0))]))
        }
        nodes.append(
            GraphNode(id: "end", type: "ToySink", inputs: [.init(name: "value", value: .link(from: "s9", slot: 0))]))

        let run = await (try ToyWorld(budget: 0)).run(Graph(nodes: nodes))
        #expect(run.error == nil && run.started.count == 21)
        #expect(ToyWeight.most.withLock(\.self) == 1)
        #expect(ToyWeight.alive.withLock(\.self) == 0)
    }
}
