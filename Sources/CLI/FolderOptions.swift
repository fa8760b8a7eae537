import ArgumentParser
import Engine
import Foundation

/// Where models and pictures are; the same options for every command that needs them.
struct FolderOptions: ParsableArguments {
    @Option(
        name: .customLong("models"), help: "A models directory as ComfyUI has it (repeatable; first hit wins).")
    var models: [String] = []

    @Option(help: "Where LoadImage looks for pictures.")
    var input = "./input"

    @Option(help: "Where pictures are saved.")
    var output = "./output"

    /// The folders, with the embedded models behind those that were named.
    var folders: Folders {
        Folders(
            models: (models.isEmpty ? ["./models"] : models).map(withoutTrailingSlash) + StarterModels.folders,
            input: withoutTrailingSlash(input), output: withoutTrailingSlash(output),
            temp: NSTemporaryDirectory() + "darkroom")
    }

    private func withoutTrailingSlash(_ path: String) -> String {
        let path = NSString(string: path).expandingTildeInPath
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}
