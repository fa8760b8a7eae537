import Engine
import Foundation
import JSON
import Synchronization
import Testing

@testable import Batch

/// A folder of its own and a graph of toy nodes to make batches of.
final class ToyBatch: Sendable {
    let output: String
    let folders: Folders
    let memory: ResultMemory
    static let catalog = NodeCatalog([ToyLoad.self, ToyEncode.self, ToySample.self, ToySave.self])

    init(output: String? = nil, budget: Int = 1 << 20) {
        let root = NSTemporaryDirectory() + "toy-batch-\(UUID().uuidString)"
        self.output = output ?? root
        folders = Folders(models: [], input: root + "/input", output: self.output, temp: root + "/temp")
        memory = ResultMemory(budget: budget)
    }

    deinit { try? FileManager.default.removeItem(atPath: output) }

    /// 4 loads, 6 encodes, 3 samples, 9 saves.
    static func graph(text: String = "noon", files: Int = 1) throws -> Graph {
        let json: JSONValue = [
            "4": ["class_type": "ToyLoad", "inputs": ["name": "small"], "_meta": ["title": "Checkpoint"]],
            "6": ["class_type": "ToyEncode", "inputs": ["model": ["4", 0], "text": .string(text)]],
            "3": ["class_type": "ToySample", "inputs": ["encoded": ["6", 0], "seed": 0, "steps": 3, "breaks": -1]],
            "9": [
                "class_type": "ToySave",
                "inputs": ["value": ["3", 0], "filename_prefix": "toy", "count": .int(files)],
            ],
        ]
        return try Graph(json)
    }

    func plan(
        _ axes: String..., graph: Graph? = nil, table: Table? = nil, name: String? = nil
    ) async throws -> BatchPlan {
        try await BatchPlan(
            graph ?? Self.graph(), JobList(table: table, axes: axes.map { try Axis($0) }),
            naming: name.map { try NameTemplate($0) }, catalog: Self.catalog, folders: folders)
    }

    /// Runs a batch and returns what happened; what it threw is in `error`.
    func run(
        _ plan: BatchPlan, shard: String? = nil, options: BatchRun.Options = BatchRun.Options(),
        also: @escaping @Sendable (BatchEvent) -> Void = { _ in }
    ) async throws -> ToyBatchRun {
        let memory = memory
        let batch = BatchRun(plan, shard: try shard.map { try Shard($0) }, folders: folders, options: options) {
            Runner(nodes: Self.catalog, folders: $0, files: ToyFiles(), memory: memory, overlap: 1)
        }
        let events = Mutex<[BatchEvent]>([])
        do {
            try await batch.run { event in
                events.withLock { $0.append(event) }
                also(event)
            }
            return ToyBatchRun(events: events.withLock { $0 }, error: nil)
        } catch {
            return ToyBatchRun(events: events.withLock { $0 }, error: error)
        }
    }

    /// What the output folder holds besides Darkroom's own files: texts by relative path.
    var texts: [String: String] {
        var texts: [String: String] = [:]
        for path in FileManager.default.enumerator(atPath: output)?.compactMap({ $0 as? String }) ?? []
        where path.hasSuffix(".txt") && !path.hasPrefix(".batch") {
            texts[path] = try? String(contentsOfFile: "\(output)/\(path)", encoding: .utf8)
        }
        return texts
    }

    /// Files that should not be there when a batch has ended.
    var leftovers: [String] {
        ((try? FileManager.default.subpathsOfDirectory(atPath: "\(output)/.batch/work")) ?? []).filter {
            $0.contains("/")
        }
    }
}

struct ToyBatchRun {
    let events: [BatchEvent]
    let error: (any Error)?

    /// Types of nodes that ran, in order.
    var ran: [String] {
        events.compactMap { if case .told(_, .started(let node, _)) = $0 { node.type } else { nil } }
    }
    var made: [Int] { events.compactMap { if case .made(let job, _, _) = $0 { job.index } else { nil } } }
    var failed: [Int] { events.compactMap { if case .failed(let job, _) = $0 { job.index } else { nil } } }
    var notices: [BatchNotice] { events.compactMap { if case .noticed(let notice) = $0 { notice } else { nil } } }
}
