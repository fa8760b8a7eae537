import Engine
import JSON
import Testing

struct ListTests {
    /// What node 9 tells of a graph in which node 8 gives it a value.
    private func told(_ room: String, _ nodes: KeyValuePairs<String, (String, JSONValue)>) async throws -> [String] {
        let graph = Graph(
            nodes: Graph(nodes).nodes + Graph(["9": ("ToyTell", ["room": .string(room), "value": ["8", 0]])]).nodes)
        let run = await (try ToyWorld()).run(graph)
        #expect(run.error == nil)
        #expect(run.started.last == "9" && Set(run.started).count == run.started.count)
        return ToyTell.told(in: room)
    }

    @Test func `a node is called once for each item of a list`() async throws {
        let told = try await told(
            "items",
            [
                "1": ("ToyList", ["values.value0": 1, "values.value1": 2, "values.value2": 3]),
                "8": ("ToyAdd", ["a": ["1", 0], "b": 10]),
            ])
        #expect(told == ["11", "12", "13"])
    }

    @Test func `the last item of a shorter list is repeated`() async throws {
        let told = try await told(
            "shorter",
            [
                "1": ("ToyList", ["values.value0": 1, "values.value1": 2, "values.value2": 3]),
                "2": ("ToyList", ["values.value0": 10, "values.value1": 20]),
                "8": ("ToyAdd", ["a": ["1", 0], "b": ["2", 0]]),
            ])
        #expect(told == ["11", "22", "23"])
    }

    @Test func `a node that takes lists is called once, and its other inputs get the first item`() async throws {
        let told = try await told(
            "whole",
            [
                "1": ("ToyList", ["values.value0": 1, "values.value1": 2]),
                "2": ("ToyList", ["values.value0": 100, "values.value1": 200]),
                "8": ("ToyTotal", ["numbers": ["1", 0], "offset": ["2", 0]]),
            ])
        #expect(told == ["103"])
    }

    @Test func `what takes a list takes one value as well`() async throws {
        let told = try await told(
            "single", ["1": ("ToyAdd", ["a": 4, "b": 1]), "8": ("ToyTotal", ["numbers": ["1", 0], "offset": 0])])
        #expect(told == ["5"])
    }

    @Test func `lists of several calls are joined`() async throws {
        let told = try await told(
            "joined",
            [
                "1": ("ToyList", ["values.value0": 1, "values.value1": 2]),
                "8": ("ToyList", ["values.value0": ["1", 0], "values.value1": 7]),
            ])
        #expect(told == ["1", "7", "2", "7"])
    }

    @Test func `over an empty list nothing is called`() async throws {
        let told = try await told(
            "empty", ["1": ("ToyList", [:]), "8": ("ToyAdd", ["a": ["1", 0], "b": 10])])
        #expect(told == [])
    }

    @Test func `an item that does not do fails the node`() async throws {
        let run = await (try ToyWorld()).run(
            Graph([
                "1": ("ToyList", ["values.value0": 1, "values.value1": "walnut"]),
                "2": ("ToyTotal", ["numbers": ["1", 0], "offset": 0]), "3": ("ToySink", ["value": ["2", 0]]),
            ]))
        #expect(
            (run.error as? RunFailure)?.description
                == "node 2 (ToyTotal), input 'numbers': takes INT, but node 1 gives INT. Connect an output of type INT."
        )
    }

    @Test func `declarations say what takes and gives lists`() throws {
        let world = try ToyWorld()
        let info = world.runner.nodes.objectInfo(folders: world.folders)
        #expect(info["ToyTotal"]?["is_input_list"] == true && info["ToyAdd"]?["is_input_list"] == false)
        #expect(info["ToyList"]?["output_is_list"] == [true] && info["ToyTotal"]?["output_is_list"] == [false])
        #expect(
            info["ToyMix"]?["input"]?["required"]?["first"] == ["INT", ["tooltip": "The first.", "lazy": true]])
        #expect(
            info["ToyList"]?["input"]?["optional"]?["values"]
                == [
                    "COMFY_AUTOGROW_V3",
                    [
                        "tooltip": "The items.",
                        "template": [
                            "input": [
                                "required": [
                                    "value": [
                                        "COMFY_MATCHTYPE_V3",
                                        ["template": ["template_id": "item", "allowed_types": "*"]],
                                    ]
                                ]
                            ], "prefix": "value", "min": 0, "max": 10,
                        ],
                    ],
                ])
        #expect(info["ToyList"]?["output"] == ["COMFY_MATCHTYPE_V3"])
        #expect(info["ToyList"]?["output_matchtypes"] == ["item"])
        #expect(info["ToyIdentity"]?["input"]?["hidden"]?["unique_id"] == "UNIQUE_ID")
        #expect(info["ToyIdentity"]?["input_order"]?["hidden"] == ["prompt", "extra_pnginfo", "unique_id"])
        #expect(info["ToyLoopClose"]?["input"]?["required"]?["flow"]?[1]?["rawLink"] == true)
        let shape = info["ToyArea"]?["input"]?["required"]?["shape"]
        #expect(shape?[0] == "COMFY_DYNAMICCOMBO_V3")
        #expect(shape?[1]?["options"]?[1]?["key"] == "oblong")
        #expect(
            shape?[1]?["options"]?[1]?["inputs"]?["required"]?["width"]
                == ["INT", ["default": 1, "min": 1, "max": 100, "tooltip": "The width."]])
        #expect(info["ToyArea"]?["input_order"]?["required"] == ["shape"])
    }

    static let areas: [(JSONValue, String?)] = [
        (["shape": "square", "shape.side": 3], nil), (["shape": "oblong", "shape.width": 3, "shape.height": 2], nil),
        (
            ["shape": "oblong", "shape.width": 3],
            "node 1 (ToyArea), input 'shape.height': no value is given. Give an INT, such as 1."
        ),
        (
            ["shape": "square", "shape.side": 101],
            "node 1 (ToyArea), input 'shape.side': 101 is out of range. Use 1 to 100."
        ),
        (["shape": "square", "shape.side": 3, "shape.width": 900], nil),
    ]

    @Test(arguments: areas) func `inputs that depend on a choice are there with it`(
        inputs: JSONValue, sentence: String?
    ) throws {
        let graph = Graph(["1": ("ToyArea", inputs), "2": ("ToySink", ["value": ["1", 0]])])
        let world = try ToyWorld()
        do {
            _ = try world.runner.check(graph)
            #expect(sentence == nil)
        } catch {
            #expect(error.description == sentence)
        }
    }

    @Test func `the elements of a growing input that must be there are missed by name`() throws {
        struct Pair: Node {
            static let typeName = "Pair"
            static let summary = "Take two numbers or more."
            static let isOutput = true
            @Input("The numbers.", growing: .named(["a", "b", "c"], element: "number", atLeast: 2))
            var numbers: Growing<Int>
            func run(_ context: RunContext) {}
        }
        let catalog = NodeCatalog([Pair.self, ToyAdd.self])
        let folders = Folders(models: [], input: "", output: "", temp: "")
        let graph = Graph([
            "1": ("ToyAdd", ["a": 1, "b": 1]), "2": ("Pair", ["numbers.a": ["1", 0], "numbers.c": ["1", 0]]),
        ])
        let issues = #expect(throws: GraphIssues.self) { try graph.check(against: catalog, folders: folders) }
        #expect(
            issues?.description
                == "node 2 (Pair), input 'numbers.b': no value is given. Give an INT, such as 0.")
        #expect(catalog["Pair"]?.input(named: "numbers.c")?.name == "numbers.c")
        #expect(catalog["Pair"]?.input(named: "numbers.d") == nil)
    }
}
