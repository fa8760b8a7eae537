import ArgumentParser
import Engine
import Nodes

/// `darkroom validate a.json b.json`
struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List everything that is wrong with workflows; nothing is run.",
        discussion: """
            Example:
              darkroom validate portrait.json --models ~/ComfyUI/models
            """)

    @Argument(help: "Workflow files (API format, or a picture with one inside); - is standard input.")
    var graphs: [String]

    @OptionGroup var folders: FolderOptions

    func run() throws {
        let catalog = NodeCatalog(builtInNodes).comparedWithComfyUI()
        var worst: (any Error)?
        for path in graphs {
            do {
                let graph = try GraphFile(path: path).graph(knowing: catalog)
                _ = try graph.check(against: catalog, folders: folders.folders)
                print("\(path): valid")
            } catch let issues as GraphIssues {
                for line in issues.lines { print(Terminal.limited("\(path): \(line)")) }
                worst = worse(worst, issues)
            } catch {
                print(Terminal.limited("\(error)"))
                worst = worse(worst, error)
            }
        }
        // Everything has been said; only the status is left.
        if let worst { throw ExitCode(ExitStatus(of: worst).rawValue) }
    }

    /// An invalid graph outweighs a missing file.
    private func worse(_ first: (any Error)?, _ second: any Error) -> any Error {
        guard let first, ExitStatus(of: first) == .graphInvalid else { return second }
        return first
    }
}
