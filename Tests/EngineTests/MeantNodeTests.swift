import Testing

@testable import Engine

struct MeantNodeTests {
    static let table: [(NodeID, NodeID?)] = [
        ("Show", "6"), ("Avoid", "7"), ("KSampler", "3"), ("sampler", "main-sampler"), ("main_sampler", "main-sampler"),
        ("shwo", "6"), ("CLIPTextEncode", nil), ("99", nil), ("", nil),
    ]

    @Test(arguments: table)
    func `a link by title, by type or with a slip means that node`(written: NodeID, meant: NodeID?) {
        let graph = Graph(nodes: [
            GraphNode(id: "3", type: "KSampler", inputs: []),
            GraphNode(id: "6", type: "CLIPTextEncode", title: "Show", inputs: []),
            GraphNode(id: "7", type: "CLIPTextEncode", title: "Avoid", inputs: []),
            GraphNode(id: "main-sampler", type: "SamplerCustom", title: "sampler", inputs: []),
        ])
        #expect(graph.node(meantBy: written) == meant)
    }
}
