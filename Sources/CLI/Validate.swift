import ArgumentParser
import Authoring
import Engine

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
    @OptionGroup var nodeOptions: NodeOptions

    func run() throws {
        let catalog = try nodeOptions.catalog()
        var worst: (any Error)?
        for path in graphs {
            do {
                let graph = try GraphFile(path: path).graph(knowing: catalog)
                tell(GraphWarning.all(in: graph, knowing: catalog), of: path)
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

    /// A graph of many nodes can have as many warnings as inputs; the first of them tell enough.
    private func tell(_ warnings: [GraphWarning], of path: String) {
        let most = 100
        for warning in warnings.prefix(most) { print(Terminal.limited("\(path): warning: \(warning)")) }
        if warnings.count > most { print("\(path): warning: … and \(warnings.count - most) more warnings.") }
    }

    /// An invalid graph outweighs a missing file.
    private func worse(_ first: (any Error)?, _ second: any Error) -> any Error {
        guard let first, ExitStatus(of: first) == .graphInvalid else { return second }
        return first
    }
}
