import ArgumentParser
import Formats
import JSON
import Workflows

/// `darkroom convert workflow.json > workflow-api.json`
struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a workflow in the API form, as ComfyUI's page would send it.",
        discussion: """
            Takes what ComfyUI's editor saves, subgraphs and all, or a picture with a workflow inside. Every command takes
            these as they are; convert is for other programs, and for looking at what will run.

            Examples:
              darkroom convert portrait.json > portrait-api.json
              darkroom convert with-custom-nodes.json --object-info object_info.json
            """)

    @Argument(help: "A workflow file, or a picture with one inside; - is standard input.")
    var graph: String

    @Option(
        help: ArgumentHelp(
            "Declarations of further node types, as ComfyUI's /object_info serves them.", valueName: "file"))
    var objectInfo: String?

    func run() throws {
        let given = try objectInfo.map(Self.declarations)
        print(try GraphFile(path: graph).converted(objectInfo: given).serialized(.pretty))
    }

    private static func declarations(in path: String) throws -> JSONValue {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: readFile(path, limit: 512 << 20), .python)
        } catch let error as JSONError {
            throw ValidationError("\(path): \(error)")
        }
        guard json.object?.contains(where: { $0.value["input"] != nil }) ?? false else {
            throw ValidationError("\(path): no node type is declared there. Give what ComfyUI serves at /object_info.")
        }
        return json
    }
}
