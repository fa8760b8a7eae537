import Engine
import Foundation
import JSON
import Testing

struct GraphCheckTests {
    /// The sentences for `Graph.textToImage` with one thing changed.
    private func sentences(_ node: NodeID, _ input: String, _ value: JSONValue?) throws -> [String] {
        var json = Graph.textToImage.json.object ?? JSONObject()
        var inputs = json[node.description]?["inputs"]?.object ?? JSONObject()
        inputs[input] = value
        let type = json[node.description]?["class_type"] ?? ""
        json[node.description] = ["class_type": type, "inputs": .object(inputs)]
        return try sentences(Graph(.object(json)))
    }

    private func sentences(_ graph: Graph, in world: ToyWorld? = nil) throws -> [String] {
        let world = try world ?? ToyWorld()
        do {
            _ = try world.runner.check(graph)
            return []
        } catch {
            return error.issues.map(\.description)
        }
    }

    static let wrongs: [(NodeID, String, JSONValue?, String)] = [
        ("5", "width", nil, "node 5 (ToyCanvas), input 'width': no value is given. Give an INT, such as 512."),
        ("5", "width", 0, "node 5 (ToyCanvas), input 'width': 0 is out of range. Use 16 to 16384."),
        ("5", "width", 1e300, "node 5 (ToyCanvas), input 'width': 1e+300 is out of range. Use 16 to 16384."),
        ("5", "width", "wide", "node 5 (ToyCanvas), input 'width': 'wide' cannot be read as INT. Give an INT."),
        ("5", "width", .null, "node 5 (ToyCanvas), input 'width': null cannot be read as INT. Give an INT."),
        (
            "5", "width", ["6", 0],
            "node 5 (ToyCanvas), input 'width': takes INT, but node 6 gives CONDITIONING. Connect an output of type INT."
        ),
        ("3", "seed", -1, "node 3 (ToySampling), input 'seed': -1 is out of range. Use 0 to 18446744073709551615."),
        (
            "3", "seed", "18446744073709551616",
            "node 3 (ToySampling), input 'seed': '18446744073709551616' is out of range. Use 0 to 18446744073709551615."
        ),
        ("3", "cfg", 100.1, "node 3 (ToySampling), input 'cfg': 100.1 is out of range. Use 0 to 100."),
        ("3", "cfg", .double(.nan), "node 3 (ToySampling), input 'cfg': null is out of range. Use 0 to 100."),
        (
            "3", "sampler_name", "eular",
            "node 3 (ToySampling), input 'sampler_name': 'eular' is not one of the choices. Did you mean 'euler'?"
        ),
        (
            "3", "sampler_name", 3,
            "node 3 (ToySampling), input 'sampler_name': 3 is not one of the choices. "
                + "Use one of euler, heun, euler_ancestral."
        ),
        (
            "3", "model", nil,
            "node 3 (ToySampling), input 'model': nothing is connected. Connect an output of type MODEL."
        ),
        (
            "3", "model", "tiny",
            "node 3 (ToySampling), input 'model': takes MODEL from a link, but 'tiny' is written here. "
                + "Connect an output of type MODEL."
        ),
        (
            "3", "model", ["4", 1],
            "node 3 (ToySampling), input 'model': takes MODEL, but node 4 gives CLIP. Connect an output of type MODEL."
        ),
        (
            "3", "model", ["4", 2],
            "node 3 (ToySampling), input 'model': links to output 2 of node 4, which has 2 outputs. "
                + "Use 0 for MODEL, 1 for CLIP."
        ),
        (
            "3", "model", ["4", -1],
            "node 3 (ToySampling), input 'model': links to output -1 of node 4, which has 2 outputs. "
                + "Use 0 for MODEL, 1 for CLIP."
        ),
        (
            "3", "model", ["99", 0],
            "node 3 (ToySampling), input 'model': links to node 99, which is not in the graph. "
                + "Connect it to a node that is there."
        ),
        (
            "3", "model", ["4"],
            #"node 3 (ToySampling), input 'model': ["4"] is no link. Write a link as ["node id", slot], such as ["4", 0]."#
        ),
        (
            "3", "latent_image", ["8", 0],
            "node 3 (ToySampling), input 'latent_image': takes LATENT, but node 8 gives IMAGE. "
                + "Connect an output of type LATENT."
        ),
        (
            "4", "ckpt_name", "tinny.safetensors",
            "node 4 (ToyLoader), input 'ckpt_name': there is no file 'tinny.safetensors' in models/checkpoints. "
                + "Did you mean 'tiny.safetensors'?"
        ),
        (
            "4", "ckpt_name", "../checkpoints/tiny.safetensors",
            "node 4 (ToyLoader), input 'ckpt_name': '../checkpoints/tiny.safetensors' is no name of a file inside "
                + "models/checkpoints. Give a path relative to that folder."
        ),
        (
            "4", "ckpt_name", 5,
            "node 4 (ToyLoader), input 'ckpt_name': 5 is no file name. Write the file's name here, as a string."
        ),
        (
            "4", "ckpt_name", ["5", 0],
            "node 4 (ToyLoader), input 'ckpt_name': names a file, but is linked. Write the file's name here."
        ),
    ]

    @Test(arguments: wrongs)
    func `one wrong input gives one sentence`(node: NodeID, input: String, value: JSONValue?, sentence: String) throws {
        if input == "latent_image" {
            // The loop that this link makes is told first.
            #expect(
                try sentences(node, input, value) == [
                    "node 3 (ToySampling): the graph loops: 3 → 8 → 3. Remove one of these links.", sentence,
                ])
        } else {
            #expect(try sentences(node, input, value) == [sentence])
        }
    }

    static let rights: [(NodeID, String, JSONValue?)] = [
        ("5", "width", "64"), ("5", "width", 64.9), ("5", "width", 513),
        ("3", "seed", .number(JSONNumber(UInt64.max))), ("3", "cfg", 7), ("3", "negative", nil),
        ("3", "negative", .null), ("3", "unheard_of", 1), ("3", "unheard_of", ["nowhere", 7]),
        ("6", "text", .null), ("6", "text", 5), ("9", "filename_prefix", true),
    ]

    @Test(arguments: rights)
    func `ComfyUI's liberties are taken`(node: NodeID, input: String, value: JSONValue?) throws {
        #expect(try sentences(node, input, value) == [])
    }

    @Test func `all issues are told at once, in the order of the file`() throws {
        let graph = Graph([
            "1": ("ToySave", ["images": ["2", 0]]),
            "2": ("ToyDecoder", ["samples": ["3", 0]]),
            "3": ("ToyCanvs", [:]),
            "4": ("ToyCanvas", ["width": 1, "height": "x"]),
            "5": ("ToySink", ["value": ["4", 0]]),
        ])
        #expect(
            try sentences(graph) == [
                #"node 1 (ToySave), input 'filename_prefix': no value is given. Give a STRING, such as "toy"."#,
                "node 3 (ToyCanvs): no node type has this name. Did you mean 'ToyCanvas'?",
                "node 4 (ToyCanvas), input 'width': 1 is out of range. Use 16 to 16384.",
                "node 4 (ToyCanvas), input 'height': 'x' cannot be read as INT. Give an INT.",
                "node 4 (ToyCanvas), input 'batch_size': no value is given. Give an INT, such as 1.",
            ])
    }

    @Test func `what feeds no output may be half-wired, but its type must be known`() throws {
        var nodes = Graph.textToImage.nodes
        nodes.append(GraphNode(id: "a", type: "ToyDecoder", inputs: []))
        nodes.append(
            GraphNode(id: "b", type: "ToyDecoder", inputs: [.init(name: "samples", value: .link(from: "b", slot: 0))]))
        #expect(try sentences(Graph(nodes: nodes)) == [])

        nodes.append(GraphNode(id: "c", type: "Zzz", inputs: []))
        #expect(
            try sentences(Graph(nodes: nodes)) == [
                "node c (Zzz): no node type has this name. Run 'darkroom nodes' to list the known types."
            ])
    }

    @Test func `a graph without an output node says so`() throws {
        let nothing = "graph: no node saves or shows anything. Add one that does, such as SaveImage."
        #expect(try sentences(Graph(nodes: [])) == [nothing])
        #expect(try sentences(Graph(["1": ("ToyCanvas", ["width": 1])])) == [nothing])
    }

    /// ```
    /// 1 ← 2 ← 3 ← 1    and    4 ← 4
    /// ```
    @Test func `each loop is told as a path of links, from its first node in the file`() throws {
        let graph = Graph([
            "1": ("ToyAdd", ["a": ["3", 0], "b": 0]), "2": ("ToyAdd", ["a": ["1", 0], "b": 0]),
            "3": ("ToyAdd", ["a": ["2", 0], "b": 0]), "4": ("ToyAdd", ["a": ["4", 0], "b": ["3", 0]]),
            "9": ("ToySink", ["value": ["4", 0]]),
        ])
        #expect(
            try sentences(graph) == [
                "node 1 (ToyAdd): the graph loops: 1 → 2 → 3 → 1. Remove one of these links.",
                "node 4 (ToyAdd): the graph loops: 4 → 4. Remove one of these links.",
            ])
    }

    @Test func `a graph that lacks only files is told apart`() throws {
        let world = try ToyWorld()
        let missing = #expect(throws: GraphIssues.self) {
            try world.runner.check(Graph.textToImage.setting("4.ckpt_name=nope"))
        }
        #expect(missing?.areMissingFiles == true)

        let worse = #expect(throws: GraphIssues.self) {
            try world.runner.check(Graph.textToImage.setting("4.ckpt_name=nope").setting("5.width=0"))
        }
        #expect(worse?.areMissingFiles == false)
    }

    @Test func `a link may bring what could be written`() throws {
        let graph = Graph([
            "1": ("ToyAdd", ["a": 3, "b": 4]),
            "2": ("ToyCanvas", ["width": ["1", 0], "height": 64, "batch_size": 1]),
            "3": ("ToySink", ["value": ["2", 0]]), "4": ("ToySink", ["value": 5]), "5": ("ToySink", ["value": "text"]),
        ])
        #expect(try sentences(graph) == [])
    }

    @Test func `a node may refuse its inputs in its own words, before anything runs`() throws {
        let sentence = "node 9 (ToySave): 'up/../toy' leads out of the output folder. Use a relative name."
        #expect(try sentences("9", "filename_prefix", "up/../toy") == [sentence])
        // A linked prefix is not known yet.
        let graph = try Graph(nodes: Graph.textToImage.nodes + [GraphNode(id: "p", type: "ToyPair", inputs: [])])
            .setting("p.has_text=true").setting(#"9.filename_prefix=["p",1]"#)
        #expect(try sentences(graph) == [])
    }
}
