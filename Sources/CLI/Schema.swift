import ArgumentParser
import Authoring
import Engine
import JSON

/// `darkroom schema > darkroom.schema.json`
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "JSON Schema of workflows, for completion and checks in editors.",
        discussion: """
            Examples:
              darkroom schema > darkroom.schema.json
              darkroom schema --models ~/ComfyUI/models > darkroom.schema.json

            In Visual Studio Code, .vscode/settings.json:
              {"json.schemas": [{"fileMatch": ["graphs/*.json"], "url": "./darkroom.schema.json"}]}
            """)

    @OptionGroup var folders: FolderOptions
    @OptionGroup var nodeOptions: NodeOptions

    func run() throws {
        try print(GraphSchema(nodeOptions.catalog(), folders: folders.folders).json.serialized(.pretty))
    }
}
