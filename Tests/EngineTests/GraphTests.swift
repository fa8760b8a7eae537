import Engine
import JSON
import Testing

struct GraphTests {
    @Test func `the API form is read in the order of the file`() throws {
        let graph = try Graph(
            parsing: Array(
                """
                {"10": {"class_type": "A", "inputs": {"x": 1, "y": ["2", 1]}, "_meta": {"title": "First"}},
                 "2": {"class_type": "B"}}
                """.utf8))

        #expect(graph.nodes.map(\.id) == ["10", "2"])
        #expect(graph["10"]?.title == "First")
        #expect(graph["10"]?["x"] == .literal(1))
        #expect(graph["10"]?["y"] == .link(from: "2", slot: 1))
        #expect(graph["2"]?.inputs == [])
    }

    @Test func `a request body is seen through, and its workflow kept for pictures`() throws {
        let graph = try Graph(
            parsing: Array(
                """
                {"prompt": {"1": {"class_type": "A", "inputs": {"s": 18446744073709551615}}}, "client_id": "x",
                 "extra_data": {"extra_pnginfo": {"workflow": {"nodes": []}}}}
                """.utf8))

        #expect(graph.nodes.map(\.id) == ["1"])
        let metadata = graph.pictureMetadata()
        #expect(metadata.map(\.0) == ["prompt", "workflow"])
        #expect(
            metadata.map(\.1) == [
                #"{"1": {"inputs": {"s": 18446744073709551615}, "class_type": "A"}}"#, #"{"nodes": []}"#,
            ])
    }

    @Test func `what ComfyUI's page makes of a workflow is read as well`() throws {
        let graph = try Graph(
            ["output": ["1": ["class_type": "A", "inputs": [:]]], "workflow": ["nodes": []]] as JSONValue)
        #expect(graph.nodes.map(\.id) == ["1"])
        #expect(graph.extraMetadata["workflow"] == ["nodes": []])
    }

    @Test func `a node may be called prompt`() throws {
        let graph = try Graph(["prompt": ["class_type": "A", "inputs": [:]]] as JSONValue)
        #expect(graph.nodes.map(\.id) == ["prompt"])
        let other = try Graph(["output": ["class_type": "A", "inputs": [:]]] as JSONValue)
        #expect(other.nodes.map(\.id) == ["output"])
    }

    @Test func `what Python writes is read: NaN, a byte order mark, half a surrogate pair`() throws {
        let text = "\u{FEFF}{\"1\": {\"class_type\": \"A\", \"inputs\": {\"t\": \"\\ud800\"}, \"is_changed\": [NaN]}}"
        #expect(try Graph(parsing: Array(text.utf8))["1"]?["t"] == .literal("\u{FFFD}"))
    }

    @Test func `a list wrapped as __value__ is a literal and survives writing`() throws {
        let graph = try Graph(["1": ["class_type": "A", "inputs": ["v": ["__value__": ["4", 0]]]]] as JSONValue)
        #expect(graph["1"]?["v"] == .literal(["4", 0]))
        #expect(graph.json["1"]?["inputs"]?["v"] == ["__value__": ["4", 0]])
    }

    static let lists: [JSONValue] = [
        ["4"], ["4", 0, 0], [4, 0], ["4", 0.5], ["4", "0"], ["4", .null], ["4", true], [["4", 0], 0], [],
        ["4", .number(JSONNumber(UInt64.max))],
    ]

    @Test(arguments: lists) func `any other list is a malformed link`(list: JSONValue) throws {
        let graph = try Graph(["1": ["class_type": "A", "inputs": ["v": list]]] as JSONValue)
        #expect(graph["1"]?["v"] == .malformedLink(list))
    }

    static let refusals = [
        ("", "line 1, column 1: there is no JSON here. Give a file that holds one JSON value."),
        (
            "[]",
            "the file holds an array, not a graph. Give a workflow in API form: an object of nodes by id."
        ),
        (
            #"{"nodes": [], "links": []}"#,
            "this workflow is in the editor's form, which cannot be run as it is. In ComfyUI, choose Workflow > Export "
                + "(API) and give that file."
        ),
        (
            #"{"prompt": []}"#,
            "the file holds 'prompt' with an array, not a graph. Give a workflow in API form: an object of nodes by id."
        ),
        (#"{"4": null}"#, #"node 4: null is no node. Write {"class_type": …, "inputs": {…}}."#),
        (#"{"4": {}}"#, "node 4: there is no 'class_type'. Name the node's type there."),
        (
            #"{"4": {"class_type": 7}}"#,
            "node 4: 'class_type' is a number. Name the node's type there, as a string."
        ),
        (
            #"{"4": {"class_type": "A", "inputs": []}}"#,
            "node 4: 'inputs' is an array. Write an object of inputs by name."
        ),
        (#"{"a\u001b[2J": 1}"#, #"node a\u{1b}[2J: a number is no node. Write {"class_type": …, "inputs": {…}}."#),
    ]

    @Test(arguments: refusals) func `what is no graph is refused in one sentence`(text: String, sentence: String) {
        let error = #expect(throws: GraphReadError.self) { try Graph(parsing: Array(text.utf8)) }
        #expect(error?.description == sentence)
    }
}
