import Cache
import Engine
import Formats
import Foundation
import Synchronization
import Tensors
import TestSupport
import Testing

@testable import Nodes

/// Every picture that the workflows of `graphs/` make on the models that ship with the program, against a small recorded one,
/// and every text, letter for letter.
///
/// `make graph-goldens` records them anew; that is due when a graph or a starter model changes, and never otherwise.
@Suite(.serialized) struct GraphGoldensTests {
    private static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let goldens = repository.appending(path: "Tests/Golden/Graphs")

    /// Longer side of a recorded picture, in pixels.
    private static let size = 64

    /// Processors round differently, and 20 steps make more of it; another picture has 10 to 25 dB.
    private static let leastAgreement = 35.0

    private static var records: Bool { ProcessInfo.processInfo.environment["DARKROOM_RECORD"] != nil }

    static let names: [String] = {
        let files =
            (try? FileManager.default.contentsOfDirectory(atPath: repository.appending(path: "graphs").path)) ?? []
        return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }()

    @Test(arguments: names)
    func `a graph makes the pictures that were recorded, and once more what was kept`(name: String) async throws {
        try await withFolders { folders in
            var folders = folders
            folders.models.append(Self.repository.appending(path: "Sources/CLI/Resources/starter-models").path)
            let graph = try Graph(
                parsing: readFile(Self.repository.appending(path: "graphs/\(name).json").path, limit: 1 << 20))
            let cache = DiskResults(
                folder: CacheFolder(folders.temp + "/cache"), budget: 1 << 30, kinds: storablePorts,
                folders: folders)
            let saved = SavedPaths()
            try await Self.runner(folders, cache).run(graph) { event in
                if case .saved(_, let path) = event { saved.append(path) }
            }
            let pictures = saved.paths.filter { $0.hasSuffix(".png") }.sorted()
            let texts = saved.paths.filter { !$0.hasSuffix(".png") }.sorted()
            #expect(!pictures.isEmpty || !texts.isEmpty)
            for (index, path) in pictures.enumerated() {
                try Self.check(path, Self.goldens.appending(path: "\(name).\(index).png").path)
            }
            for (index, path) in texts.enumerated() {
                let kind = URL(filePath: path).pathExtension
                try Self.checkText(path, Self.goldens.appending(path: "\(name).\(index).\(kind)").path)
            }

            // Everything anew, against what was kept: `--check-cache`.
            let check = CacheCheck(cache)
            try await Self.runner(folders, check).run(graph)
            #expect(check.compared > 0)
            #expect(check.differences.isEmpty)
        }
    }

    private static func runner(_ folders: Folders, _ tier: any ResultTier) throws -> Runner {
        Runner(
            nodes: try catalog(), folders: folders, files: Paths(), memory: ResultMemory(budget: 0, tier: tier))
    }

    private static func check(_ path: String, _ golden: String) throws {
        let found = try shrunk(Picture(path: path).pixels)
        if records {
            try FileManager.default.createDirectory(at: goldens, withIntermediateDirectories: true)
            try AtomicFile.write(PNG.encode(found, compressionLevel: 9), to: golden)
            return
        }
        let truth = try Picture(path: golden).pixels
        guard truth.shape == found.shape else {
            Issue.record("\(golden): \(found.shape) against \(truth.shape)")
            return
        }
        let squares = zip(found.array, truth.array).reduce(0.0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
        let agreement = -10 * log10(max(squares / Double(truth.count), 1e-12))
        #expect(agreement >= leastAgreement, "\(golden): \(agreement) dB")
    }

    private static func checkText(_ path: String, _ golden: String) throws {
        let found = try readFile(path, limit: 1 << 20)
        if records {
            try AtomicFile.write(found, to: golden)
            return
        }
        let truth = try readFile(golden, limit: 1 << 20)
        #expect(String(decoding: found, as: UTF8.self) == String(decoding: truth, as: UTF8.self), "\(golden)")
    }

    private static func shrunk(_ pixels: Tensor) -> Tensor {
        let (height, width) = (pixels.shape[1], pixels.shape[2])
        let longer = max(height, width)
        guard longer > size else { return pixels }
        return resized(
            pixels, height: max(1, height * size / longer), width: max(1, width * size / longer), method: .area)
    }

    /// With the blueprints that ship with the program.
    private static func catalog() throws -> NodeCatalog {
        let folder = repository.appending(path: "nodes/blueprints").path
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        return try NodeCatalog(builtInNodes).adding(
            names.map { name in
                try Blueprint(parsing: readFile("\(folder)/\(name)", limit: 1 << 20), name: String(name.dropLast(5)))
            })
    }
}

/// Paths stand for contents: nothing changes during a test.
private struct Paths: FileIdentifying {
    func identity(ofFileAt path: String) -> String { path }
}

private final class SavedPaths: Sendable {
    private let list = Mutex<[String]>([])
    var paths: [String] { list.withLock { $0 } }
    func append(_ path: String) { list.withLock { $0.append(path) } }
}
