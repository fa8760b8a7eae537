import Engine
import JSON
import Testing

struct RunsTogetherTests {
    @Test func `calls over a list are done together, and each gets what it would get alone`() async throws {
        let world = try ToyWorld(nodes: ToyWorld.nodes + [ToyTogether.self])
        let run = await world.run(
            Graph([
                "1": ("ToyList", ["values.value0": 1, "values.value1": 2, "values.value2": 5]),
                "2": ("ToyTogether", ["value": ["1", 0]]),
                "3": ("ToyTell", ["room": "together", "value": ["2", 0]]),
                "4": ("ToyTell", ["room": "together-count", "value": ["2", 1]]),
                "5": ("ToyTogether", ["value": 7]), "6": ("ToyTell", ["room": "alone", "value": ["5", 0]]),
            ]))
        #expect(run.error == nil)
        #expect(ToyTell.told(in: "together") == ["10", "20", "50"])
        #expect(ToyTell.told(in: "together-count") == ["3", "3", "3"])
        #expect(ToyTell.told(in: "alone") == ["70"])
    }
}

/// Ten times a number, and how many were done at once.
private struct ToyTogether: RunsTogether {
    static let summary = "Ten times a number."

    @Input("The number.", in: 0...1000) var value: Int

    @Output("ten_times") var tenTimes: Int
    @Output("at_once") var atOnce: Int

    func run(_ context: RunContext) {
        (tenTimes, atOnce) = (value * 10, 1)
    }

    static func runTogether(_ calls: [ToyTogether], _ context: RunContext) throws {
        for (index, call) in calls.enumerated() {
            (call.tenTimes, call.atOnce) = (call.value * 10, calls.count)
            try context.progress(index + 1, of: calls.count)
        }
    }
}
