import ArgumentParser
import Engine
import Foundation
import JSON
import Testing

@testable import CLI

struct NodeOptionsTests {
    @Test func `a folder's files are node types, of both kinds`() throws {
        let catalog = try Self.catalog([
            "Twice.json":
                #"{"description": "Twice.", "inputs": {"n": {}}, "outputs": {"N": {"from": ["a", 1]}}, "#
                + #""graph": {"a": {"class_type": "ComfyMathExpression", "inputs": {"expression": "a * 2", "values.a": {"$input": "n"}}}}}"#,
            "Tool.json":
                #"{"description": "A tool.", "program": ["/bin/sh", "{out}"], "inputs": {}, "outputs": {"out": {"type": "STRING"}}}"#,
            "notes.txt": "not a node",
        ])
        #expect(catalog["Twice"]?.outputs.map(\.type) == ["INT"])
        #expect(catalog["Tool"]?.outputs.map(\.name) == ["out"])
        #expect(catalog["notes"] == nil)
        let info = catalog.objectInfo(
            folders: Folders(models: [], input: "-", output: "-", temp: "-"), only: ["Twice", "Tool"])
        #expect(info["Twice"]?["category"] == "blueprints")
        #expect(info["Tool"]?["description"] == "A tool.")
    }

    static let broken: [(String, String)] = [
        ("{", "blueprint Broken: "),
        (#"{"description": "x"}"#, "blueprint Broken: there is no 'graph'."),
        (#"{"description": "x", "program": []}"#, "process node Broken: there is no 'program'."),
    ]

    @Test(arguments: broken)
    func `a file that is no node type is told by its name`(text: String, words: String) {
        let error = #expect(throws: (any Error).self) { _ = try Self.catalog(["Broken.json": text]) }
        #expect(error.map { "\($0)".hasPrefix(words) } == true)
        #expect(error.map(ExitStatus.init(of:)) == .graphInvalid)
    }

    @Test func `a folder that is not there is wrong usage`() throws {
        var options = try NodeOptions.parse(["--nodes", "/no/such/folder"])
        let error = #expect(throws: NodeFolderError.self) { _ = try options.catalog() }
        #expect(error.map(ExitStatus.init(of:)) == .usage)
        options = try NodeOptions.parse([])
        #expect(try options.catalog()["KSampler"] != nil)
    }

    private static func catalog(_ files: [String: String]) throws -> NodeCatalog {
        let folder = NSTemporaryDirectory() + "nodes-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, text) in files {
            try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        }
        return try NodeOptions.parse(["--nodes", folder]).catalog()
    }
}
