import Engine
import Foundation
import Nodes

/// The workflows of `graphs/`.
enum SavedGraphs {
    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let folder = repository.appendingPathComponent("graphs").path

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }()

    /// All node types, with the blueprints that ship with the program.
    static func catalog() throws -> NodeCatalog {
        let folder = repository.appendingPathComponent("nodes/blueprints").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        return try NodeCatalog(builtInNodes).adding(
            names.map { name in
                let text = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
                return try Blueprint(parsing: [UInt8](text), name: String(name.dropLast(5)))
            })
    }

    static func graph(_ name: String) throws -> Graph {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).json"))
        return try Graph(parsing: [UInt8](data))
    }
}
