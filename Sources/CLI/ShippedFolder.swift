import Foundation

/// A folder of files that ships with the program.
struct ShippedFolder {
    /// The target whose resource it is.
    let target: String
    let name: String
    /// What it is called where the program is installed, below `share/darkroom`.
    let installed: String

    /// Where it lies beside the program: as built, and as installed.
    var paths: [String] {
        let program = URL(fileURLWithPath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath()
        let beside = (Bundle.main.executableURL ?? program).resolvingSymlinksInPath().deletingLastPathComponent()
        return [
            beside.appendingPathComponent("darkroom_\(target).resources/\(name)"),
            beside.appendingPathComponent("darkroom_\(target).bundle/\(name)"),
            beside.deletingLastPathComponent().appendingPathComponent("share/darkroom/\(installed)"),
        ].map(\.path).filter { FileManager.default.fileExists(atPath: $0) }
    }
}
