import Engine
import Formats
import Foundation
import Tensors
import Testing

@testable import Nodes

/// The workflows of `graphs/` on the models that ship with the program.
struct SavedGraphsTests {
    private static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static let starterModels = repository.appendingPathComponent("Sources/CLI/Resources/starter-models").path

    static let names: [String] = {
        let folder = repository.appendingPathComponent("graphs").path
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }()

    @Test func `there are graphs`() {
        #expect(Self.names.count >= 7)
    }

    @Test(arguments: names)
    func `every graph is valid and its models are there`(name: String) throws {
        try withFolders { folders in
            _ = try Self.graph(name).check(against: Self.catalog(), folders: Self.withStarter(folders))
        }
    }

    @Test func `the first graph of the readme makes a picture of its size`() async throws {
        try await withFolders { folders in
            let catalog = NodeCatalog(builtInNodes)
            var graph = try Self.graph("text-to-image")
            try graph.set(Override("KSampler.steps=2"), knowing: catalog)
            let runner = Runner(
                nodes: catalog, folders: Self.withStarter(folders), files: Names(), memory: ResultMemory(budget: 0))
            try await runner.run(graph)
            let picture = try Picture(path: folders.output + "/text-to-image_00001_.png")
            #expect(picture.width == 128)
            #expect(picture.height == 128)
            // A picture, not a blank: its pixels differ.
            #expect(Set(picture.pixels.array).count > 50)
        }
    }

    /// With the blueprints that ship with the program.
    private static func catalog() throws -> NodeCatalog {
        let folder = repository.appendingPathComponent("nodes/blueprints").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        return try NodeCatalog(builtInNodes).adding(
            names.map { name in
                try Blueprint(parsing: readFile("\(folder)/\(name)", limit: 1 << 20), name: String(name.dropLast(5)))
            })
    }

    private static func graph(_ name: String) throws -> Graph {
        let file = repository.appendingPathComponent("graphs/\(name).json").path
        return try Graph(parsing: readFile(file, limit: 1 << 20))
    }

    private static func withStarter(_ folders: Folders) -> Folders {
        var folders = folders
        folders.models.append(starterModels)
        return folders
    }
}

/// Names stand for contents: nothing changes during a test.
private struct Names: FileIdentifying {
    func identity(ofFileAt path: String) -> String { path }
}
