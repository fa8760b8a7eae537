import ArgumentParser
import Engine
import Formats
import Foundation
import JSON
import Nodes

/// Which node types there are: the built-in ones, and what `--nodes` adds; the same options for every command.
struct NodeOptions: ParsableArguments {
    @Option(
        name: .customLong("nodes"),
        help: ArgumentHelp("A folder of further node types, one JSON file each (repeatable).", valueName: "dir"))
    var folders: [String] = []

    @Option(
        name: .customLong("allow-process"),
        help: ArgumentHelp("Let this node type run its program (repeatable).", valueName: "name"))
    var allowed: [String] = []

    /// - Throws: `BlueprintErrors`, `ProcessPackError`, `FileError`.
    func catalog() throws -> NodeCatalog {
        var blueprints: [Blueprint] = []
        var programs: [NodeDefinition] = []
        var errors: [BlueprintError] = []
        for path in try (Self.shipped + folders).flatMap(Self.files) {
            let text = try readFile(path, limit: 16 << 20)
            let file = URL(fileURLWithPath: path)
            let name = file.deletingPathExtension().lastPathComponent
            // A pack with a program in it is one of the second kind; what is no JSON at all is told as a blueprint.
            if (try? JSONValue(parsing: text))?["program"] != nil {
                let folder = file.standardizedFileURL.deletingLastPathComponent().path
                let pack = try ProcessPack(parsing: text, name: name, folder: folder)
                programs.append(pack.definition(isAllowed: allowed.contains(name)))
                continue
            }
            do throws(BlueprintError.Fault) {
                blueprints.append(try Blueprint(parsing: text, name: name))
            } catch {
                errors.append(BlueprintError(name, error))
            }
        }
        guard errors.isEmpty else { throw BlueprintErrors(errors: errors) }
        return try NodeCatalog(builtInNodes).comparedWithComfyUI().adding(programs).adding(blueprints)
            .comparedWithComfyUI()
    }

    private static func files(in folder: String) throws -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw NodeFolderError(folder: folder)
        }
        return names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted().map { "\(folder)/\($0)" }
    }

    /// The blueprints that come with the program: as built, and as installed.
    private static var shipped: [String] {
        ShippedFolder(target: "Nodes", name: "blueprints", installed: "blueprints").paths
    }
}

/// A folder of node types that cannot be read.
struct NodeFolderError: Error, CustomStringConvertible {
    let folder: String
    var description: String { "\(folder): there is no such folder. Name one that holds node types as JSON files." }
}
