import Engine
import Foundation
import JSON
import Synchronization

/// A folder of its own with models and pictures, and a runner over the toy nodes.
final class ToyWorld: Sendable {
    let root: String
    let runner: Runner
    var folders: Folders { runner.folders }

    static let nodes: [any Node.Type] = [
        ToyLoader.self, ToyPrompt.self, ToyCanvas.self, ToySampling.self, ToyDecoder.self, ToySave.self,
        ToyAdd.self, ToySink.self, ToyFailure.self, ToyClock.self, ToyWait.self, ToyPair.self, ToyTaker.self,
        ToyMention.self, ToyPass.self, ToyForge.self, ToyScale.self,
        ToyMeeting.self, ToyList.self, ToyTotal.self, ToyTell.self, ToyMix.self, ToyStepwise.self, ToyBlocker.self,
        ToyEqual.self, ToyNot.self, ToyWeather.self, ToyIdentity.self, ToyArea.self, ToyDouble.self, ToyPower.self,
        ToyMixture.self, ToyMishap.self, ToyLoopOpen.self, ToyLoopClose.self,
    ]

    init(
        budget: Int = 1 << 20, overlap: Int = 1, showsPreviews: Bool = false, nodes: [any Node.Type] = ToyWorld.nodes
    ) throws {
        root = NSTemporaryDirectory() + "toy-world-\(UUID().uuidString)"
        let folders = Folders(
            models: [root + "/models"], input: root + "/input", output: root + "/output", temp: root + "/temp")
        runner = Runner(
            nodes: NodeCatalog(nodes), folders: folders, files: WholeContent(), memory: ResultMemory(budget: budget),
            overlap: overlap, showsPreviews: showsPreviews)
        for folder in ["models/checkpoints", "models/embeddings", "input", "output", "temp"] {
            try FileManager.default.createDirectory(atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
        }
        try write("tiny", to: "models/checkpoints/tiny.safetensors")
    }

    deinit {
        try? FileManager.default.removeItem(atPath: root)
    }

    func write(_ text: String, to path: String) throws {
        let path = "\(root)/\(path)"
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// Runs `graph` and returns what happened; what the run threw is in `error`.
    func run(_ graph: Graph) async -> ToyRun {
        let log = ToyLog()
        do {
            try await runner.run(graph) { log.append($0) }
            return ToyRun(events: log.events, error: nil)
        } catch {
            return ToyRun(events: log.events, error: error)
        }
    }
}

/// The events of a run, and how it ended.
struct ToyRun {
    let events: [Event]
    let error: (any Error)?

    var started: [String] { reasons.map(\.0) }

    var reasons: [(String, RunReason)] {
        events.compactMap { if case .started(let node, let reason) = $0 { (node.id.description, reason) } else { nil } }
    }

    var reused: [String] {
        events.compactMap { if case .reused(let node, _, _) = $0 { node.id.description } else { nil } }
    }

    var finished: [String] {
        events.compactMap { if case .finished(let node, _) = $0 { node.id.description } else { nil } }
    }

    /// Files that the run made, or would have made had they not been there.
    var files: [String] {
        events.flatMap { event -> [String] in
            switch event {
            case .saved(_, let path): [path]
            case .reused(_, let saved, _): saved
            default: []
            }
        }
    }
}

final class ToyLog: Sendable {
    private let list = Mutex<[Event]>([])
    var events: [Event] { list.withLock(\.self) }
    func append(_ event: Event) { list.withLock { $0.append(event) } }
}

/// The content itself as its identity.
struct WholeContent: FileIdentifying {
    func identity(ofFileAt path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }
}

extension Graph {
    /// A graph of `id: (type, inputs)`.
    init(_ nodes: KeyValuePairs<String, (String, JSONValue)>) {
        self.init(
            nodes: nodes.map { id, node in
                GraphNode(id: NodeID(id), type: node.0, inputs: node.1.object?.map(GraphInput.init) ?? [])
            })
    }

    /// From text to picture, as everybody's first workflow.
    static let textToImage = Graph([
        "4": ("ToyLoader", ["ckpt_name": "tiny.safetensors"]),
        "6": ("ToyPrompt", ["text": "a lighthouse", "clip": ["4", 1]]),
        "7": ("ToyPrompt", ["text": "blurry", "clip": ["4", 1]]),
        "5": ("ToyCanvas", ["width": 512, "height": 512, "batch_size": 1]),
        "3": (
            "ToySampling",
            [
                "model": ["4", 0], "seed": 1, "steps": 2, "cfg": 7, "sampler_name": "euler", "positive": ["6", 0],
                "negative": ["7", 0], "latent_image": ["5", 0], "denoise": 1,
            ]
        ),
        "8": ("ToyDecoder", ["samples": ["3", 0]]),
        "9": ("ToySave", ["images": ["8", 0], "filename_prefix": "toy"]),
    ])

    func setting(_ override: String) throws -> Graph {
        var graph = self
        try graph.set(Override(override), knowing: NodeCatalog(ToyWorld.nodes))
        return graph
    }
}

extension GraphInput {
    init(_ member: JSONObject.Member) {
        self.init(name: member.key, value: GraphInput.Value(member.value))
    }
}
