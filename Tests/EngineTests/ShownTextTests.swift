import Engine
import JSON
import Testing

struct ShownTextTests {
    struct Crier: Node {
        static let summary = "Show a number."
        static let isOutput = true

        @Input("The number.", in: 0...9) var number = 0
        @Output var shown: Int

        func run(_ context: RunContext) {
            context.show("number \(number)")
            shown = number
        }
    }

    @Test func `what a node shows is told when it runs, and again when its result is reused`() async throws {
        let world = try ToyWorld(nodes: [Crier.self])
        let graph = Graph(["1": ("Crier", ["number": 3]), "2": ("Crier", ["number": 3])])
        for _ in 0..<2 {
            let run = await world.run(graph)
            let shown = run.events.compactMap {
                if case .shown(let node, let text) = $0 { "\(node.id) \(text)" } else { nil }
            }
            #expect(shown.sorted() == ["1 number 3", "2 number 3"])
        }
    }
}
