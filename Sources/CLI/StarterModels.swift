import Foundation

/// The small models that ship with the program.
enum StarterModels {
    /// The models directories beside the program: as built, and as installed.
    static var folders: [String] {
        let program = URL(fileURLWithPath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath()
        let beside = (Bundle.main.executableURL ?? program).resolvingSymlinksInPath().deletingLastPathComponent()
        return [
            beside.appendingPathComponent("darkroom_CLI.resources/starter-models"),
            beside.appendingPathComponent("darkroom_CLI.bundle/starter-models"),
            beside.deletingLastPathComponent().appendingPathComponent("share/darkroom/models"),
        ].map(\.path).filter { FileManager.default.fileExists(atPath: $0) }
    }
}
