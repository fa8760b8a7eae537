import Engine
import JSON
import Testing

@testable import Engine

struct GraphTemplateTests {
    static let graph = Graph(nodes: [
        GraphNode(id: "1", type: "KSampler", title: "Main", inputs: [.init(name: "seed", value: .literal(42))]),
        GraphNode(id: "2", type: "KSampler", title: "Second", inputs: [.init(name: "seed", value: .literal(7))]),
        GraphNode(
            id: "3", type: "CLIPTextEncode", title: "Positive",
            inputs: [
                .init(name: "text", value: .literal("a/b: c?\n")),
                .init(name: "clip", value: .link(from: "1", slot: 0)),
                .init(name: "strength", value: .literal(0.5)),
            ]),
    ])

    static let templates = [
        ("plain", "plain"),
        ("%KSampler.seed%", "42"),
        ("%Second.seed%_%Main.seed%", "7_42"),
        ("x%Positive.text%y", "xa_b_ c__y"),
        ("%Positive.strength%", "0.5"),
        ("%Positive.clip%", "%Positive.clip%"),
        ("%nope.width%", "%nope.width%"),
        ("%KSampler.nope%", "%KSampler.nope%"),
        ("%date:yyyy.MM.dd%/%width%", "%date:yyyy.MM.dd%/%width%"),
        ("100% %Main.seed% %", "100% 42 %"),
        ("%", "%"), ("%%", "%%"), ("%%Main.seed%%", "%42%"),
    ]

    @Test(arguments: templates)
    func `a template is filled with what inputs say`(template: String, filled: String) {
        #expect(Self.graph.filled(template) == filled)
    }
}
