import Engine
import Foundation
import Synchronization
import Testing

@testable import Nodes

/// Logic, lists and texts in whole graphs, as their values are shown.
struct LogicNodesTests {
    /// Nodes, and what comes out of them, item by item.
    static let table: [(String, [String])] = [
        (
            #"{"class_type": "ComfyAndNode", "inputs": {"values.value0": true, "values.value1": 3, "values.value2": "x"}}"#,
            ["True"]
        ),
        (#"{"class_type": "ComfyAndNode", "inputs": {"values.value0": true, "values.value1": 0}}"#, ["False"]),
        (#"{"class_type": "ComfyOrNode", "inputs": {"values.value0": "", "values.value1": 0.5}}"#, ["True"]),
        (#"{"class_type": "ComfyOrNode", "inputs": {"values.value0": "", "values.value1": false}}"#, ["False"]),
        (#"{"class_type": "CustomCombo", "inputs": {"choice": "green", "index": 2, "option1": "red"}}"#, ["green"]),
        (#"{"class_type": "CreateList", "inputs": {"inputs.input0": "a", "inputs.input1": 2}}"#, ["a", "2"]),
        (
            #"{"class_type": "StringFormat", "inputs": {"f_string": "{a:03d} of {b}", "values.a": 7, "values.b": "9"}}"#,
            ["007 of 9"]
        ),
        (#"{"class_type": "ComfyMathExpression", "inputs": {"expression": "a * 0.5", "values.a": ["9", 0]}}"#, ["1.5"]),
        (##"{"class_type": "ColorToRGBInt", "inputs": {"color": "#0000ff"}}"##, ["255"]),
        (
            #"{"class_type": "JsonExtractString", "inputs": {"key": "n", "json_string": "so: {x} {\"n\": {\"k\": [1, null, \"it's\"]}}"}}"#,
            [#"{'k': [1, None, "it's"]}"#]
        ),
        (#"{"class_type": "JsonExtractString", "inputs": {"key": "n", "json_string": "{\"n\": null}"}}"#, [""]),
        (#"{"class_type": "JsonExtractString", "inputs": {"key": "n", "json_string": "nothing"}}"#, [""]),
    ]

    @Test(arguments: table)
    func `a value is what ComfyUI makes it`(node: String, shown: [String]) async throws {
        #expect(
            try await Self.shown(
                #"{"1": \#(node), "2": {"class_type": "TellLines", "inputs": {"source": ["1", 0]}}, "9": {"class_type": "PrimitiveInt", "inputs": {"value": 3}}}"#
            ) == shown)
    }

    @Test func `a switch runs only the branch that it passes on`() async throws {
        let graph = #"""
            {"1": {"class_type": "PrimitiveInt", "inputs": {"value": 1}},
             "2": {"class_type": "StringSubstring", "inputs": {"string": ["3", 0], "start": 0, "end": 1}},
             "3": {"class_type": "JsonExtractString", "inputs": {"json_string": "", "key": ""}},
             "4": {"class_type": "ComfySwitchNode", "inputs": {"switch": true, "on_false": ["2", 0], "on_true": ["1", 0]}},
             "5": {"class_type": "PreviewAny", "inputs": {"source": ["4", 0]}}}
            """#
        let started = try await Self.events(graph).compactMap { event -> String? in
            if case .started(let node, _) = event { node.id.description } else { nil }
        }
        #expect(Set(started) == ["1", "4", "5"])
    }

    @Test func `a formula that cannot be read is told before anything runs`() throws {
        let graph = #"""
            {"1": {"class_type": "ComfyMathExpression", "inputs": {"expression": "a +", "values.a": ["9", 0]}}, "9": {"class_type": "PrimitiveInt", "inputs": {"value": 3}},
             "2": {"class_type": "PreviewAny", "inputs": {"source": ["1", 0]}}}
            """#
        let issues = #expect(throws: GraphIssues.self) {
            try Graph(parsing: Array(graph.utf8)).check(against: NodeCatalog(builtInNodes), folders: Self.folders)
        }
        #expect(
            issues?.lines == [
                "node 1 (ComfyMathExpression): the expression: it ends too early. Look there for a missing operator or bracket."
            ])
    }

    private static let folders = Folders(models: [], input: "-", output: "-", temp: "-")

    private static func events(_ graph: String) async throws -> [Event] {
        let events = Mutex<[Event]>([])
        let runner = Runner(
            nodes: NodeCatalog(builtInNodes), folders: folders, files: Names(), memory: ResultMemory(budget: 1 << 20))
        try await runner.run(Graph(parsing: Array(graph.utf8))) { event in events.withLock { $0.append(event) } }
        return events.withLock(\.self)
    }

    private static func shown(_ graph: String) async throws -> [String] {
        var lines: [String] = []
        try await withFolders { folders in
            let runner = Runner(
                nodes: NodeCatalog(builtInNodes + [TellLines.self]), folders: folders, files: Names(),
                memory: ResultMemory(budget: 0))
            try await runner.run(Graph(parsing: Array(graph.utf8)))
            let told = try String(contentsOfFile: folders.output + "/told", encoding: .utf8)
            lines = told.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        }
        return lines
    }
}

/// Names stand for contents: nothing changes during a test.
private struct Names: FileIdentifying {
    func identity(ofFileAt path: String) -> String { path }
}

/// Writes what PreviewAny makes of each item down, a line each.
private struct TellLines: Node {
    static let summary = "Write a value down."
    static let isOutput = true

    @Input("The value.") var source: Anything

    func run(_ context: RunContext) throws {
        let preview = PreviewAny()
        preview.source = source
        preview.run(context)
        let path = context.folders.output + "/told"
        let before = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        try (before + preview.text + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }
}
