import Engine
import Formats
import Foundation
import Synchronization
import Tensors
import TestSupport
import Testing

@testable import Nodes

/// Whole graphs on a small random checkpoint: what runs, what is reused, and what goes wrong.
struct GraphsTests {
    @Test func `the same graph again runs nothing; another seed reruns sampler, decoder and save`() async throws {
        try await withRunner { runner, _ in
            let first = try await events(of: textToImage(), runner)
            #expect(started(first) == ["1", "2", "3", "4", "5", "6", "7"])
            #expect(saved(first).count == 1)

            let again = try await events(of: textToImage(), runner)
            #expect(started(again).isEmpty)
            #expect(again.contains(.reused(NodeName(id: "7", type: "SaveImage"), saved: saved(first))))

            let other = try await events(of: textToImage(seed: 43), runner)
            #expect(started(other) == ["5", "6", "7"])
            #expect(other.contains(.started(NodeName(id: "5", type: "KSampler"), .inputChanged("seed"))))
        }
    }

    @Test func `the same seed gives the same bytes`() async throws {
        try await withRunner { runner, _ in
            let first = try await events(of: textToImage(), runner)
            runner.memory.removeAll()
            let second = try await events(of: textToImage(), runner)
            let pictures = (saved(first) + saved(second)).compactMap { FileManager.default.contents(atPath: $0) }
            #expect(pictures.count == 2)
            #expect(pictures.first == pictures.last)
        }
    }

    @Test func `two walks that share the steps end where one walk ends`() async throws {
        try await withRunner { runner, folders in
            let whole = try await events(of: split(at: nil), runner)
            let parts = try await events(of: split(at: 2), runner)
            let pictures = try (saved(whole) + saved(parts)).map { try Picture(path: $0).pixels.array }
            #expect(pictures.count == 2)
            // Between the walks, latents leave the model's scale and come back, which rounds them.
            let largest = zip(pictures[0], pictures[1]).map { abs($0 - $1) }.max() ?? 1
            #expect(largest < 2.5 / 255)
        }
    }

    @Test func `a part that a checkpoint lacks is named by the node that needs it`() async throws {
        try await withRunner { runner, folders in
            var writer = SafetensorsWriter()
            for (name, tensor) in SyntheticCheckpoint.stableDiffusion where !name.hasPrefix("first_stage_model") {
                writer.add(name, tensor)
            }
            try writer.write(to: folders.models[0] + "/checkpoints/tiny.safetensors")
            let failure = await #expect(throws: RunFailure.self) { try await runner.run(textToImage()) }
            let message = try #require(failure).description
            #expect(message.hasPrefix("node 6 (VAEDecode): "))
            #expect(message.hasSuffix("This file has no VAE; add a VAELoader."))
            #expect(names(in: folders.output).isEmpty)
        }
    }

    @Test func `a text file that is called a picture fails by name and leaves nothing behind`() async throws {
        try await withRunner { runner, folders in
            try "no picture".write(toFile: folders.input + "/cat.png", atomically: true, encoding: .utf8)
            let graph = try Graph(
                parsing: Array(
                    """
                    {"1": {"class_type": "LoadImage", "inputs": {"image": "cat.png"}},
                     "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "x"}}}
                    """.utf8))
            let failure = await #expect(throws: RunFailure.self) { try await runner.run(graph) }
            let message = try #require(failure).description
            #expect(message.hasPrefix("node 1 (LoadImage): \(folders.input)/cat.png: "))
            #expect(names(in: folders.output).isEmpty)
        }
    }

    // MARK: Graphs

    private func textToImage(seed: Int = 42) throws -> Graph {
        try Graph(
            parsing: Array(
                """
                {"1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "tiny.safetensors"}},
                 "2": {"class_type": "CLIPTextEncode", "inputs": {"text": "a (fox:1.2) in snow", "clip": ["1", 1]}},
                 "3": {"class_type": "CLIPTextEncode", "inputs": {"text": "blurry", "clip": ["1", 1]}},
                 "4": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 48, "batch_size": 1}},
                 "5": {"class_type": "KSampler", "inputs": {"model": ["1", 0], "seed": \(seed), "steps": 3, "cfg": 7,
                       "sampler_name": "euler_ancestral", "scheduler": "normal", "positive": ["2", 0],
                       "negative": ["3", 0], "latent_image": ["4", 0], "denoise": 1}},
                 "6": {"class_type": "VAEDecode", "inputs": {"samples": ["5", 0], "vae": ["1", 2]}},
                 "7": {"class_type": "SaveImage", "inputs": {"images": ["6", 0], "filename_prefix": "fox"}}}
                """.utf8))
    }

    /// Four steps of Euler's method in one sampler, or in two that hand over at `step`.
    private func split(at step: Int?) throws -> Graph {
        func sampler(from start: Int, to end: Int, latent: String, isFirst: Bool, isLast: Bool) -> String {
            """
            {"class_type": "KSamplerAdvanced", "inputs": {"model": ["1", 0], "add_noise": "\(isFirst ? "enable" : "disable")",
             "noise_seed": 7, "steps": 4, "cfg": 5, "sampler_name": "euler", "scheduler": "karras", "positive": ["2", 0],
             "negative": ["2", 0], "latent_image": ["\(latent)", 0], "start_at_step": \(start), "end_at_step": \(end),
             "return_with_leftover_noise": "\(isLast ? "disable" : "enable")"}}
            """
        }
        let samplers =
            if let step {
                "\"5\": \(sampler(from: 0, to: step, latent: "4", isFirst: true, isLast: false)),"
                    + "\"8\": \(sampler(from: step, to: 10_000, latent: "5", isFirst: false, isLast: true)),"
            } else {
                "\"8\": \(sampler(from: 0, to: 10_000, latent: "4", isFirst: true, isLast: true)),"
            }
        return try Graph(
            parsing: Array(
                """
                {"1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "tiny.safetensors"}},
                 "2": {"class_type": "CLIPTextEncode", "inputs": {"text": "a fox", "clip": ["1", 1]}},
                 "4": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 64, "batch_size": 1}},
                 \(samplers)
                 "6": {"class_type": "VAEDecode", "inputs": {"samples": ["8", 0], "vae": ["1", 2]}},
                 "7": {"class_type": "SaveImage", "inputs": {"images": ["6", 0], "filename_prefix": "split"}}}
                """.utf8))
    }

    // MARK: Runs

    private func withRunner(_ body: (Runner, Folders) async throws -> Void) async throws {
        try await withFolders { folders in
            let checkpoints = folders.models[0] + "/checkpoints"
            try FileManager.default.createDirectory(atPath: checkpoints, withIntermediateDirectories: true)
            var writer = SafetensorsWriter()
            for (name, tensor) in SyntheticCheckpoint.stableDiffusion { writer.add(name, tensor) }
            try writer.write(to: checkpoints + "/tiny.safetensors")
            let runner = Runner(
                nodes: NodeCatalog(builtInNodes), folders: folders, files: Identities(),
                memory: ResultMemory(budget: 1 << 30), overlap: 1)
            try await body(runner, folders)
        }
    }

    private func events(of graph: Graph, _ runner: Runner) async throws -> [Event] {
        let log = EventList()
        try await runner.run(graph) { log.append($0) }
        return log.events
    }

    private func started(_ events: [Event]) -> [String] {
        events.compactMap { if case .started(let node, _) = $0 { node.id.description } else { nil } }.sorted()
    }

    private func saved(_ events: [Event]) -> [String] {
        events.compactMap { if case .saved(_, let path) = $0 { path } else { nil } }
    }

    private func names(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }
}

private struct Identities: FileIdentifying {
    private let identities = FileIdentities()

    func identity(ofFileAt path: String) throws -> String {
        try identities.identity(of: path).description
    }
}

private final class EventList: Sendable {
    private let list = Mutex<[Event]>([])
    var events: [Event] { list.withLock { $0 } }
    func append(_ event: Event) { list.withLock { $0.append(event) } }
}
