import Cache
import Engine
import Foundation
import Synchronization

@testable import Nodes

/// A graph with a small random language model, and what comes of it.
struct LanguageGraph {
    /// Values that a `Tell` was given, in order.
    let told: [String]
    let events: [Event]

    static let golden = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden/Language")

    /// - Parameters:
    ///   - nodes: members of the graph; what is to be told is linked to node `tell`, input `source`. The model is node `m`.
    ///   - input: files of the input folder.
    static func run(
        _ nodes: String, model: String = "llama", input: [String: String] = [:], tier: (any ResultTier)? = nil
    ) async throws -> LanguageGraph {
        var told: [String] = []
        let events = Mutex<[Event]>([])
        try await withFolders { folders in
            let llm = folders.models[0] + "/llm"
            try FileManager.default.createDirectory(atPath: llm, withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                atPath: golden.appending(path: "\(model).gguf").path, toPath: llm + "/model.gguf")
            for (name, text) in input {
                try text.write(toFile: folders.input + "/" + name, atomically: true, encoding: .utf8)
            }
            let graph =
                #"{"m": {"class_type": "LanguageModelLoader", "inputs": {"model_name": "model.gguf"}}, \#(nodes)}"#
            let runner = Runner(
                nodes: NodeCatalog(builtInNodes + [Tell.self]), folders: folders, files: FileNamesOnly(),
                memory: ResultMemory(budget: 1 << 20, tier: tier))
            try await runner.run(Graph(parsing: Array(graph.utf8))) { event in events.withLock { $0.append(event) } }
            told = try Tell.told(in: folders)
        }
        return LanguageGraph(told: told, events: events.withLock(\.self))
    }

    /// Types of the nodes that were run, in order.
    var started: [String] {
        events.compactMap { if case .started(let node, _) = $0 { node.type } else { nil } }
    }

    /// How often a node of this type told that it got on.
    func steps(of type: String) -> Int {
        events.count {
            if case .progressed(let node, let step, _) = $0 { node.type == type && step > 0 } else { false }
        }
    }
}

/// Names stand for contents, wherever the folder is: nothing changes during a test.
private struct FileNamesOnly: FileIdentifying {
    func identity(ofFileAt path: String) -> String { URL(filePath: path).lastPathComponent }
}

/// Writes what it is given down, a line of JSON each.
struct Tell: Node {
    static let summary = "Write a value down."
    static let isOutput = true
    static let isVolatile = true

    @Input("The value.") var source: Anything

    func run(_ context: RunContext) throws {
        let preview = PreviewAny()
        preview.source = source
        preview.run(context)
        let path = context.folders.output + "/told"
        let before = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        try (before + preview.text + "\u{0}").write(toFile: path, atomically: true, encoding: .utf8)
    }

    static func told(in folders: Folders) throws -> [String] {
        guard let text = try? String(contentsOfFile: folders.output + "/told", encoding: .utf8) else { return [] }
        return text.split(separator: "\u{0}", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
}
