import Authoring
import Engine
import Foundation
import JSON
import Nodes
import Testing

/// The schema in the hands of a validator that others wrote: jsonschema, in Python.
struct GraphSchemaTests {
    @Test(.enabled(if: Validator.isThere, "needs python3 with jsonschema; .ci/schema-validator installs it"))
    func `every saved graph is taken, and every broken one is refused`() throws {
        let folder = NSTemporaryDirectory() + "schema-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write(try schema().serialized(), "\(folder)/schema.json")

        var files: [String] = []
        for (number, (graph, _)) in Self.broken.enumerated() {
            files.append("\(folder)/broken-\(number).json")
            try write(graph, files[number])
        }
        let saved = SavedGraphs.names.map { "\(SavedGraphs.folder)/\($0).json" }
        let verdicts = try Validator.verdicts(schema: "\(folder)/schema.json", graphs: saved + files)
        #expect(verdicts.count == saved.count + files.count)
        for (file, verdict) in zip(saved, verdicts) { #expect(verdict == "valid", "\(file)") }
        for ((graph, words), verdict) in zip(Self.broken, verdicts.dropFirst(saved.count)) {
            #expect(verdict.contains(words), "\(graph): \(verdict)")
        }
    }

    @Test func `continuous integration has the validator`() {
        if ProcessInfo.processInfo.environment["CI"] != nil { #expect(Validator.isThere) }
    }

    /// Graphs, and a part of what a validator says of them.
    static let broken: [(String, String)] = [
        ("[]", "is not of type 'object'"),
        ("{}", "non-empty"),
        (#"{"1": {"inputs": {}}}"#, "'class_type' is a required property"),
        (#"{"1": {"class_type": "KSmapler", "inputs": {}}}"#, "'KSmapler' is not one of"),
        (#"{"1": {"class_type": "VAEDecode", "inputs": {"samples": ["2", 0]}}}"#, "'vae' is a required property"),
        (#"{"1": {"class_type": "VAEDecode"}}"#, "'inputs' is a required property"),
        (latent(width: "8"), "less than the minimum of 16"),
        (latent(width: "17000"), "greater than the maximum of 16384"),
        (latent(width: "512.5"), "is not of type 'integer'"),
        (latent(width: "true"), "is not of type 'integer'"),
        (latent(width: #"["2"]"#), "is too short"),
        (latent(width: #"["2", -1]"#), "less than the minimum of 0"),
        (latent(width: #"[2, 0]"#), "is not of type 'string'"),
        (latent(width: #"["2", 0, 0]"#), "Expected at most 2 items"),
        (#"{"1": {"class_type": "KSamplerSelect", "inputs": {"sampler_name": "eular"}}}"#, "'eular' is not one of"),
        (#"{"1": {"class_type": "VAELoader", "inputs": {"vae_name": ["2", 0]}}}"#, "is not of type 'string'"),
        (#"{"1": {"class_type": "VAEDecode", "inputs": {"samples": 1, "vae": ["2", 0]}}}"#, "is not of type 'array'"),
        (
            #"{"1": {"class_type": "PrimitiveInt", "inputs": {"value": 1}, "_meta": {"title": 5}}}"#,
            "is not of type 'string'"
        ),
    ]

    private static func latent(width: String) -> String {
        #"{"1": {"class_type": "EmptyLatentImage", "inputs": {"width": \#(width), "height": 64, "batch_size": 1}}}"#
    }

    @Test func `types, ranges, choices, defaults and words come from the declaration`() throws {
        let schema = try schema()
        let inputs = try #require(schema["$defs"]?["KSampler"]?["properties"]?["inputs"])
        let steps = try #require(inputs["properties"]?["steps"])
        #expect(steps["default"] == 20)
        #expect(steps["description"]?.string?.isEmpty == false)
        #expect(steps["anyOf"]?[0]?["type"] == "integer")
        #expect(steps["anyOf"]?[0]?["maximum"] == 10_000)
        #expect(inputs["properties"]?["seed"]?["anyOf"]?[0]?["maximum"]?.number?.uint64 == UInt64.max)
        #expect(inputs["properties"]?["scheduler"]?["anyOf"]?[0]?["enum"]?.array?.contains("karras") == true)
        #expect(inputs["properties"]?["model"]?["anyOf"]?[0]?["$ref"] == "#/$defs/link")
        #expect(inputs["required"]?.array?.count == 10)
    }

    private func schema() throws -> JSONValue {
        GraphSchema(try SavedGraphs.catalog(), folders: Folders(models: [], input: "-", output: "-", temp: "-")).json
    }

    private func write(_ text: String, _ path: String) throws {
        try text.write(toFile: path, atomically: false, encoding: .utf8)
    }
}

/// Python's jsonschema as a process.
private enum Validator {
    private static let script = SavedGraphs.repository.appendingPathComponent(".ci/schema-validator").path

    /// Installs what is missing, once.
    static let isThere = (try? run(["--check"]))?.status == 0

    /// One line for each graph: `valid`, or what is wrong.
    static func verdicts(schema: String, graphs: [String]) throws -> [String] {
        let answer = try run([schema] + graphs)
        #expect(answer.status == 0)
        return answer.text.split(separator: "\n").map(String.init)
    }

    private static func run(_ arguments: [String]) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [script] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
