import ArgumentParser
import Foundation

/// The program: reads the command line, runs one command, and ends with a status that tells what happened.
@main
struct Darkroom: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "darkroom",
        abstract: "Runs ComfyUI workflows headless and natively.",
        discussion: """
            Example:
              darkroom run portrait.json --models ~/ComfyUI/models --set 3.seed=42
            """,
        version: "0.1.0",
        subcommands: [
            Run.self, BatchCommand.self, PlanCommand.self, Validate.self, Convert.self, Draw.self, ListNodes.self,
            Schema.self, Generate.self, Tokenize.self, Inspect.self, CacheCommand.self,
        ])

    /// Nothing may leave this function by throwing: an error that leaves `main` looks like a crash.
    static func main() async {
        do {
            try Processor.check()
            LostPages.watch()
            var command = try parseAsRoot()
            if var asyncCommand = command as? any AsyncParsableCommand {
                try await asyncCommand.run()
            } else {
                try command.run()
            }
        } catch {
            leave(after: error)
        }
    }

    private static func leave(after error: any Error) -> Never {
        // A command that has said everything itself.
        if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
        switch exitCode(for: error) {
        case .success:
            // Help and version arrive as errors.
            print(message(for: error))
            Foundation.exit(ExitStatus.success.rawValue)
        case .validationFailure:
            Terminal.complain(fullMessage(for: error))
            Foundation.exit(ExitStatus.usage.rawValue)
        default:
            let status = ExitStatus(of: error)
            if status != .interrupted { Terminal.complain("\(error)") }
            Foundation.exit(status.rawValue)
        }
    }
}
