import Engine
import JSON
import Testing

struct PreviewTests {
    struct Painter: Node {
        static let summary = "Show a dot."
        static let isOutput = true

        @Output var count: Int

        func run(_ context: RunContext) {
            count = 1
            if context.showsPreviews { context.preview(Preview(width: 1, height: 1, pixels: [1, 2, 3])) }
        }
    }

    @Test(arguments: [false, true])
    func `a node knows whether its previews are seen, and the run tells them`(areSeen: Bool) async throws {
        let world = try ToyWorld(showsPreviews: areSeen, nodes: [Painter.self])
        let run = await world.run(Graph(["1": ("Painter", [:])]))
        let dot = Preview(width: 1, height: 1, pixels: [1, 2, 3])
        #expect(run.events.contains(.previewed(NodeName(id: "1", type: "Painter"), dot)) == areSeen)
    }
}
