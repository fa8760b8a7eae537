import Engine
import JSON
import Testing

struct RunFailureTests {
    /// ```
    /// 1 fails → 2 → 3 sink          4 → 5 sink
    ///         ↘ 6 sink
    /// ```
    static let twoBranches = Graph([
        "1": ("ToyFailure", ["text": "it broke. Mend it."]), "2": ("ToyAdd", ["a": ["1", 0], "b": ["1", 0]]),
        "3": ("ToySink", ["value": ["2", 0]]), "4": ("ToyAdd", ["a": 1, "b": 2]),
        "5": ("ToySink", ["value": ["4", 0]]), "6": ("ToySink", ["value": ["1", 0]]),
    ])

    @Test func `an error tells once which node it is from`() async throws {
        let run = await (try ToyWorld()).run(Self.twoBranches)
        let failure = try #require(run.error as? RunFailure)
        #expect(failure.description == "node 1 (ToyFailure): it broke. Mend it.")
        #expect(failure.failures[0].cause is ToyError)
    }

    @Test func `what depends on a failed node is skipped, and the rest is made and kept`() async throws {
        let world = try ToyWorld()
        let run = await world.run(Self.twoBranches)
        #expect(run.started == ["1", "4", "5"])
        #expect(run.finished == ["4", "5"])
        let failed = NodeName(id: "1", type: "ToyFailure")
        #expect(
            run.events.filter { if case .skipped = $0 { true } else { false } } == [
                .skipped(NodeName(id: "2", type: "ToyAdd"), cause: failed),
                .skipped(NodeName(id: "3", type: "ToySink"), cause: failed),
                .skipped(NodeName(id: "6", type: "ToySink"), cause: failed),
            ])

        let again = await world.run(Self.twoBranches)
        #expect(again.started == ["1"] && again.reused == ["5"])
    }

    @Test func `two failures are both told`() async throws {
        let graph = Graph([
            "1": ("ToyFailure", ["text": "one. Mend it."]), "2": ("ToyFailure", ["text": "two. Mend it."]),
            "3": ("ToyAdd", ["a": ["1", 0], "b": ["2", 0]]), "4": ("ToySink", ["value": ["3", 0]]),
        ])
        let run = await (try ToyWorld()).run(graph)
        let failure = try #require(run.error as? RunFailure)
        #expect(failure.description == "node 1 (ToyFailure): one. Mend it.\nnode 2 (ToyFailure): two. Mend it.")
        #expect(run.events.filter { if case .skipped = $0 { true } else { false } }.count == 2)
    }

    @Test func `an invalid graph runs nothing`() async throws {
        let run = await (try ToyWorld()).run(try Graph.textToImage.setting("5.width=0"))
        #expect(run.events.isEmpty && run.error is GraphIssues)
    }

    static let takers: [(JSONValue, String?)] = [
        (["small": ["n", 0]], nil),
        (["text": ["t", 1]], nil),
        (["fraction": ["f", 0]], nil),
        (["flag": ["b", 0]], nil),
        (["word": ["w", 0]], nil),
        (["small": ["big", 0]], "node 1 (ToyTaker), input 'small': 11 is out of range. Use 0 to 10."),
        (
            ["word": ["nonsense", 0]],
            "node 1 (ToyTaker), input 'word': walnut is not one of the choices. Use one of euler, heun, euler_ancestral."
        ),
        (
            ["text": ["without", 1]],
            "node 1 (ToyTaker), input 'text': node without (ToyPair) gives no text here. "
                + "Connect another node that gives text."
        ),
        (
            ["small": ["w", 0]],
            "node 1 (ToyTaker), input 'small': takes INT, but node w gives STRING. Connect an output of type INT."
        ),
    ]

    /// A wildcard's value is only known once it is there.
    @Test(arguments: takers)
    func `a linked value is checked like a written one`(inputs: JSONValue, sentence: String?) async throws {
        var given: JSONObject = JSONObject([
            ("small", 1), ("text", "x"), ("fraction", 0.5), ("flag", true), ("word", "heun"),
        ])
        for member in inputs.object ?? JSONObject() { given[member.key] = member.value }
        let graph = Graph([
            "n": ("ToyPass", ["value": 7]), "t": ("ToyPair", ["has_text": true]), "f": ("ToyPass", ["value": 0.25]),
            "b": ("ToyPass", ["value": true]), "w": ("ToyPass", ["value": "euler_ancestral"]),
            "big": ("ToyPass", ["value": 11]), "nonsense": ("ToyPass", ["value": "walnut"]),
            "without": ("ToyPair", ["has_text": false]), "1": ("ToyTaker", .object(given)),
        ])
        let run = await (try ToyWorld()).run(graph)
        #expect((run.error as? RunFailure)?.description == sentence)
    }
}
