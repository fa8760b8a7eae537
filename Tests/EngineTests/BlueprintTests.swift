import JSON
import Testing

@testable import Engine

struct BlueprintTests {
    @Test func `a blueprint runs as the nodes inside it, called after the node outside`() async throws {
        let world = try Self.world(["Twice": Self.twice])
        let graph = try Self.graph(
            #"{"1": {"class_type": "Twice", "inputs": {"number": 5}}, "2": {"class_type": "ToySink", "inputs": {"value": ["1", 0]}}}"#
        )
        let checked = try graph.check(against: world, folders: Self.folders)
        #expect(checked.nodes.map(\.id) == ["1:a", "2"])
        #expect(checked.graph["1:a"]?["a"] == .literal(5))
        #expect(checked.graph["2"]?["value"] == .link(from: "1:a", slot: 0))
    }

    @Test func `inputs are what they are inside, narrowed and worded by the file`() throws {
        let definition = try #require(try Self.world(["Twice": Self.twice])["Twice"])
        let number = try #require(definition.input(named: "number"))
        #expect(number.kind == .integer(range: 0...10, step: 1, isSeed: false))
        #expect(number.defaultValue == .integer(3))
        #expect(number.isOptional)
        #expect(number.summary == "What is doubled.")
        #expect(definition.outputs.map(\.type) == ["INT"])
        #expect(definition.summary == "Double a number.")
    }

    @Test func `a value outside the range is told at the node outside`() throws {
        let issues = try Self.issues(#"{"number": 11}"#)
        #expect(issues == ["node 1 (Twice), input 'number': 11 is out of range. Use 0 to 10."])
    }

    @Test func `a link that does not fit inside is told with both places`() throws {
        let issues = try Self.issues(#"{"number": ["3", 0]}"#, more: #", "3": {"class_type": "ToyText", "inputs": {}}"#)
        #expect(
            issues == [
                "node 1 (Twice), inside it 1:a (ToyAdd), input 'a': takes INT, but node 3 gives STRING. "
                    + "Connect an output of type INT.",
                "node 1 (Twice), inside it 1:a (ToyAdd), input 'b': takes INT, but node 3 gives STRING. "
                    + "Connect an output of type INT.",
            ])
    }

    @Test func `a link to an output that the blueprint lacks is told by its outputs`() throws {
        let graph = try Self.graph(
            #"{"1": {"class_type": "Twice", "inputs": {}}, "2": {"class_type": "ToySink", "inputs": {"value": ["1", 1]}}}"#
        )
        let world = try Self.world(["Twice": Self.twice])
        let issues = #expect(throws: GraphIssues.self) { try graph.check(against: world, folders: Self.folders) }
        #expect(
            issues?.lines.first
                == "node 2 (ToySink), input 'value': links to output 1 of node 1, which has 1 output. Use 0 for SUM.")
    }

    @Test func `blueprints nest, and equal insides have equal keys wherever they are`() throws {
        let fourfold = #"""
            {"description": "Four times.", "inputs": {"n": {}}, "outputs": {"N": {"from": ["y", 0]}},
             "graph": {"x": {"class_type": "Twice", "inputs": {"number": {"$input": "n"}}},
                       "y": {"class_type": "Twice", "inputs": {"number": ["x", 0]}}}}
            """#
        let world = try Self.world(["Fourfold": fourfold, "Twice": Self.twice])
        let graph = try Self.graph(
            #"""
            {"1": {"class_type": "Fourfold", "inputs": {"n": 2}}, "2": {"class_type": "ToySink", "inputs": {"value": ["1", 0]}},
             "3": {"class_type": "ToyAdd", "inputs": {"a": 2, "b": 2}},
             "4": {"class_type": "ToyAdd", "inputs": {"a": ["3", 0], "b": ["3", 0]}},
             "5": {"class_type": "ToySink", "inputs": {"value": ["4", 0]}}}
            """#)
        let checked = try graph.check(against: world, folders: Self.folders)
        #expect(Set(checked.nodes.map(\.id)) == ["1:x:a", "1:y:a", "2", "3", "4", "5"])
        let keyed = try KeyedGraph(checked, folders: Self.folders, files: NoFiles())
        func key(_ id: NodeID) -> ResultKey? { checked.nodes.firstIndex { $0.id == id }.map { keyed.keys[$0] } }
        #expect(key("1:y:a") == key("4"))
        #expect(key("2") == key("5"))
    }

    @Test func `an input may be passed on as an output`() throws {
        let pass = #"""
            {"description": "Pass.", "inputs": {"n": {"default": 4}},
             "outputs": {"SAME": {"from": {"$input": "n"}}, "SUM": {"from": ["a", 0]}},
             "graph": {"a": {"class_type": "ToyAdd", "inputs": {"a": {"$input": "n"}, "b": 1}}}}
            """#
        let world = try Self.world(["Pass": pass])
        let graph = try Self.graph(
            #"""
            {"1": {"class_type": "Pass", "inputs": {}}, "2": {"class_type": "Pass", "inputs": {"n": ["1", 0]}},
             "3": {"class_type": "ToySink", "inputs": {"value": ["2", 0]}}}
            """#)
        let checked = try graph.check(against: world, folders: Self.folders)
        #expect(checked.graph["3"]?["value"] == .literal(4))
    }

    /// Files, and what is said of them.
    static let broken: [([String: String], String)] = [
        (
            ["A": "[]"],
            "blueprint A: the file holds an array. Write an object with description, inputs, outputs and graph."
        ),
        (["A": #"{"inputs": {}}"#], "blueprint A: there is no 'description'. Say in one sentence what the node does."),
        (
            ["A": file(inner: "ToyAdk")],
            "blueprint A: inside, node a: no node type is called 'ToyAdk'. Did you mean 'ToyAdd'?"
        ),
        (["A": file(uses: "m")], "blueprint A: inside, node a asks for an input 'm'. Declare it under 'inputs'."),
        (
            ["A": file(words: #"{"default": "x"}"#)],
            "blueprint A: input 'n', 'default' does not fit. Give a value that the input takes."
        ),
        (["A": file(words: #"{"min": 5, "max": 1}"#)], "input 'n', 'min and max' does not fit."),
        (["A": file(from: #"["z", 0]"#)], "blueprint A: inside, output 'N' links to node z, which is not there."),
        (["A": file(from: #"["a", 7]"#)], "blueprint A: inside, node a has no output 7."),
        (["ToyAdd": file()], "blueprint ToyAdd: another node type has this name. Rename the file."),
        (
            ["A": file(inner: "B"), "B": file(inner: "A")],
            "blueprint A: it holds itself: A → B → A. Take one of them out."
        ),
    ]

    @Test(arguments: broken)
    func `a blueprint that does not do is refused with place, fact and remedy`(files: [String: String], words: String) {
        let failure = #expect(throws: (any Error).self) { _ = try Self.world(files) }
        #expect("\(failure ?? ToyError(description: ""))".contains(words))
    }

    private static func file(
        inner: String = "ToyAdd", uses: String = "n", words: String = "{}", from: String = #"["a", 0]"#
    ) -> String {
        #"""
        {"description": "A test.", "inputs": {"n": \#(words)}, "outputs": {"N": {"from": \#(from)}},
         "graph": {"a": {"class_type": "\#(inner)", "inputs": {"\#(inner == "ToyAdd" ? "a" : "n")": {"$input": "\#(uses)"}}}}}
        """#
    }

    private static let twice = #"""
        {"description": "Double a number.",
         "inputs": {"number": {"description": "What is doubled.", "default": 3, "min": 0, "max": 10}},
         "outputs": {"SUM": {"from": ["a", 0]}},
         "graph": {"a": {"class_type": "ToyAdd", "inputs": {"a": {"$input": "number"}, "b": {"$input": "number"}}}}}
        """#

    private static let folders = Folders(models: [], input: "-", output: "-", temp: "-")

    private static func world(_ files: [String: String]) throws -> NodeCatalog {
        let blueprints = try files.sorted { $0.key < $1.key }.map { name, text in
            do throws(BlueprintError.Fault) {
                return try Blueprint(parsing: Array(text.utf8), name: name)
            } catch {
                throw BlueprintError(name, error)
            }
        }
        return try NodeCatalog([ToyAdd.self, ToySink.self, ToyText.self]).adding(blueprints)
    }

    private static func graph(_ text: String) throws -> Graph { try Graph(parsing: Array(text.utf8)) }

    private static func issues(_ inputs: String, more: String = "") throws -> [String] {
        let graph = try graph(
            #"{"1": {"class_type": "Twice", "inputs": \#(inputs)}, "2": {"class_type": "ToySink", "inputs": {"value": ["1", 0]}}\#(more)}"#
        )
        do {
            _ = try graph.check(against: world(["Twice": twice]), folders: folders)
            return []
        } catch let issues as GraphIssues {
            return issues.lines
        }
    }
}

private struct NoFiles: FileIdentifying {
    func identity(ofFileAt path: String) -> String { path }
}

/// A text, for links that do not fit.
private struct ToyText: Node {
    static let summary = "Give a text."

    @Output var text: String

    func run(_ context: RunContext) {
        text = ""
    }
}
