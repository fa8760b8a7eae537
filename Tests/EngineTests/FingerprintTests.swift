import Engine
import JSON
import Synchronization
import Testing

struct FingerprintTests {
    private func graph(_ place: String) -> Graph {
        Graph(["1": ("ToyWeather", ["place": .string(place)]), "2": ("ToySink", ["value": ["1", 0]])])
    }

    @Test func `a node is run again when its fingerprint changes`() async throws {
        let world = try ToyWorld()
        ToyWeather.weather.withLock { $0["Oslo"] = "snow" }
        #expect(await world.run(graph("Oslo")).started == ["1", "2"])
        #expect(await world.run(graph("Oslo")).started == [])
        ToyWeather.weather.withLock { $0["Oslo"] = "sun" }
        let run = await world.run(graph("Oslo"))
        #expect(run.started == ["1", "2"] && run.reasons.first?.1 == .contentChanged)
        ToyWeather.weather.withLock { $0["Oslo"] = "snow" }
        #expect(await world.run(graph("Oslo")).started == [])
    }

    @Test(arguments: [nil, "storm"]) func `a node that cannot tell is run each time`(weather: String?) async throws {
        let world = try ToyWorld()
        let place = "at sea, \(weather ?? "calm")"
        ToyWeather.weather.withLock { $0[place] = weather }
        #expect(await world.run(graph(place)).started == ["1", "2"])
        #expect(await world.run(graph(place)).started == ["1", "2"])
    }

    @Test func `nodes that depend on their id do not share a result`() async throws {
        let run = await (try ToyWorld()).run(
            Graph([
                "1": ("ToyIdentity", [:]), "2": ("ToyIdentity", [:]), "3": ("ToySink", ["value": ["1", 0]]),
                "4": ("ToyTell", ["room": "identity", "value": ["2", 0]]),
            ]))
        #expect(run.started.sorted() == ["1", "2", "3", "4"] && ToyTell.told(in: "identity") == ["2"])
    }
}
