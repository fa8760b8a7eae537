import Engine
import JSON
import Testing

struct OverrideTests {
    static let catalog = NodeCatalog(ToyWorld.nodes)

    static let graph = {
        var graph = Graph(nodes: nodes)
        graph.aliases = [
            "Prompt": [InputPlace(node: "6", input: "text")],
            "Both": [InputPlace(node: "6", input: "text"), InputPlace(node: "7", input: "text")],
        ]
        return graph
    }()

    static let nodes = [
        GraphNode(id: "1:2", type: "ToyCanvas", inputs: [GraphInput(name: "width", value: .literal(512))]),
        GraphNode(id: "3", type: "ToySampling", title: "Main v1.5", inputs: []),
        GraphNode(id: "6", type: "ToyPrompt", title: "Positive", inputs: [.init(name: "text", value: .literal("a"))]),
        GraphNode(id: "7", type: "ToyPrompt", title: "Negative", inputs: []),
        GraphNode(id: "x.y", type: "Unheard", inputs: [.init(name: "a.b", value: .literal(1))]),
    ]

    static let changes: [(String, NodeID, String, GraphInput.Value)] = [
        ("1:2.width=64", "1:2", "width", .literal(64)),
        ("ToyCanvas.width=64", "1:2", "width", .literal(64)),
        ("3.cfg=7.5", "3", "cfg", .literal(7.5)),
        ("3.seed=18446744073709551615", "3", "seed", .literal(.number(JSONNumber(UInt64.max)))),
        ("Main v1.5.steps=3", "3", "steps", .literal(3)),
        ("6.text=1.50", "6", "text", .literal("1.50")),
        ("6.text=a = b", "6", "text", .literal("a = b")),
        ("6.text=", "6", "text", .literal("")),
        ("6.text=[cat]", "6", "text", .literal("[cat]")),
        (#"6.text=["cat", "dog"]"#, "6", "text", .literal(#"["cat", "dog"]"#)),
        (#"6.text=["3", 0]"#, "6", "text", .link(from: "3", slot: 0)),
        ("Positive.text=dawn", "6", "text", .literal("dawn")),
        (#"3.model=["6",0]"#, "3", "model", .link(from: "6", slot: 0)),
        ("3.sampler_name=heun", "3", "sampler_name", .literal("heun")),
        ("x.y.a.b=true", "x.y", "a.b", .literal(true)),
        ("x.y.c=red", "x.y", "c", .literal("red")),
        ("Prompt=dusk", "6", "text", .literal("dusk")),
        ("Both=dusk", "7", "text", .literal("dusk")),
    ]

    @Test(arguments: changes)
    func `an override changes one input`(text: String, node: NodeID, input: String, value: GraphInput.Value) throws {
        var graph = Self.graph
        try graph.set(Override(text), knowing: Self.catalog)
        #expect(graph[node]?[input] == value)
    }

    static let refusals = [
        ("foo", "'foo' is not an override. Write NODE.INPUT=VALUE, such as 3.seed=42."),
        ("foo=1", "'foo': the graph calls no input so. Write NODE.INPUT=VALUE, such as 3.seed=42."),
        ("Prompts=1", "'Prompts': the graph calls no input so. Did you mean 'Prompt'?"),
        ("=1", "'=1' is not an override. Write NODE.INPUT=VALUE, such as 3.seed=42."),
        (".x=1", "'.x=1' is not an override. Write NODE.INPUT=VALUE, such as 3.seed=42."),
        ("3.=1", "'3.=1' is not an override. Write NODE.INPUT=VALUE, such as 3.seed=42."),
        ("99.seed=1", "'99': no node has this id, title or type. Name a node of the graph."),
        ("ToySamplin.seed=1", "'ToySamplin': no node has this id, title or type. Did you mean 'ToySampling'?"),
        ("ToyPrompt.text=x", "'ToyPrompt': 2 nodes are called so. Use an id: 6, 7."),
        ("3.sed=1", "node 3 (ToySampling): there is no input 'sed'. Did you mean 'seed'?"),
        (
            "1:2.colour=1",
            "node 1:2 (ToyCanvas): there is no input 'colour'. It has width, height, batch_size."
        ),
    ]

    @Test(arguments: refusals) func `an override that leads nowhere is refused`(text: String, sentence: String) {
        let error = #expect(throws: OverrideError.self) {
            var graph = Self.graph
            try graph.set(Override(text), knowing: Self.catalog)
        }
        #expect(error?.description == sentence)
    }

    @Test func `a name of the graph's own means one input, where one is wanted`() throws {
        #expect(try Self.graph.place(of: "Prompt", knowing: Self.catalog) == InputPlace(node: "6", input: "text"))
        let error = #expect(throws: OverrideError.self) { try Self.graph.place(of: "Both", knowing: Self.catalog) }
        #expect(error?.description == "'Both' stands for 2 inputs. Name one of them: 6.text, 7.text.")
    }

    @Test func `a node is called by its id, or by a title or type of its own`() throws {
        #expect(try ["3", "Negative", "ToyCanvas"].map { try Self.graph.node(called: $0) } == ["3", "7", "1:2"])
        for (name, sentence) in [
            ("ToyPrompt", "'ToyPrompt': 2 nodes are called so. Use an id: 6, 7."),
            ("Negativ", "'Negativ': no node has this id, title or type. Did you mean 'Negative'?"),
        ] {
            let error = #expect(throws: OverrideError.self) { try Self.graph.node(called: name) }
            #expect(error?.description == sentence)
        }
    }
}
