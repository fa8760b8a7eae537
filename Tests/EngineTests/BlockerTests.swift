import Engine
import JSON
import Testing

struct BlockerTests {
    /// 1 → 2 blocks or not → 3 adds → 4 tells; 5 tells of 1.
    private func graph(_ room: String, isBlocked: Bool, message: String = "") -> Graph {
        Graph([
            "1": ("ToyAdd", ["a": 1, "b": 2]),
            "2": ("ToyBlocker", ["value": ["1", 0], "is_blocked": .bool(isBlocked), "message": .string(message)]),
            "3": ("ToyAdd", ["a": ["2", 0], "b": 1]), "4": ("ToyTell", ["room": .string(room), "value": ["3", 0]]),
            "5": ("ToyTell", ["room": .string(room), "value": ["1", 0]]),
        ])
    }

    private func blocked(_ run: ToyRun) -> [Event] {
        run.events.filter { if case .blocked = $0 { true } else { false } }
    }

    @Test func `what takes a blocked value is passed over in silence, and the rest is made`() async throws {
        let run = await (try ToyWorld()).run(graph("silent", isBlocked: true))
        #expect(run.error == nil)
        #expect(run.started == ["1", "5", "2"])
        #expect(
            blocked(run) == [
                .blocked(NodeName(id: "3", type: "ToyAdd"), message: nil),
                .blocked(NodeName(id: "4", type: "ToyTell"), message: nil),
            ])
        #expect(ToyTell.told(in: "silent") == ["3"])
    }

    @Test func `a message is told by the first that is blocked`() async throws {
        let run = await (try ToyWorld()).run(graph("message", isBlocked: true, message: "too dark. Use a lamp."))
        #expect(run.error == nil)
        #expect(
            blocked(run) == [
                .blocked(NodeName(id: "3", type: "ToyAdd"), message: "too dark. Use a lamp."),
                .blocked(NodeName(id: "4", type: "ToyTell"), message: nil),
            ])
    }

    @Test func `nothing is blocked unless somebody says so`() async throws {
        let run = await (try ToyWorld()).run(graph("open", isBlocked: false))
        #expect(run.error == nil && blocked(run).isEmpty)
        #expect(ToyTell.told(in: "open").sorted() == ["3", "4"])
    }

    @Test func `an output that was blocked is tried again`() async throws {
        let world = try ToyWorld()
        _ = await world.run(graph("again", isBlocked: true))
        let run = await world.run(graph("again", isBlocked: true))
        #expect(run.started == [] && run.reused.sorted() == ["3", "5"])
        #expect(blocked(run) == [.blocked(NodeName(id: "4", type: "ToyTell"), message: nil)])
    }

    @Test func `of a list only the blocked items are left out`() async throws {
        let run = await (try ToyWorld()).run(
            Graph([
                "1": ("ToyList", ["values.value0": 1, "values.value1": 2, "values.value2": 3]),
                "2": ("ToyEqual", ["a": ["1", 0], "b": 2]),
                "3": ("ToyBlocker", ["value": ["1", 0], "is_blocked": ["2", 0], "message": ""]),
                "4": ("ToyList", ["values.value0": ["3", 0]]),
                "5": ("ToyTell", ["room": "list with a gap", "value": ["4", 0]]),
            ]))
        #expect(run.error == nil && run.started == ["1", "2", "3", "4", "5"])
        #expect(ToyTell.told(in: "list with a gap") == ["1", "3"])
    }

    @Test func `a node that takes the whole list is blocked by one item`() async throws {
        let run = await (try ToyWorld()).run(
            Graph([
                "1": ("ToyList", ["values.value0": 1, "values.value1": 2]),
                "2": ("ToyEqual", ["a": ["1", 0], "b": 2]),
                "3": ("ToyBlocker", ["value": ["1", 0], "is_blocked": ["2", 0], "message": "a gap. Fill it."]),
                "4": ("ToyTotal", ["numbers": ["3", 0], "offset": 0]), "5": ("ToySink", ["value": ["4", 0]]),
            ]))
        #expect(run.error == nil && run.started == ["1", "2", "3"])
        #expect(blocked(run).first == .blocked(NodeName(id: "4", type: "ToyTotal"), message: "a gap. Fill it."))
    }
}
