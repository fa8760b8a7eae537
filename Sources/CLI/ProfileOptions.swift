import ArgumentParser
import Engine
import Foundation
import JSON
import Kernels

/// Whether and where a run tells what took its time.
struct ProfileOptions: ParsableArguments {
    @Flag(help: "Tell at the end what took how long: nodes, operations, sizes.")
    var profile = false

    @Option(
        help: ArgumentHelp(
            "Write every operation with its layer as a Chrome trace, for chrome://tracing or ui.perfetto.dev.",
            valueName: "file"))
    var trace: String?

    /// Does `body`, which tells the profile of the run's events if there is one, and then shows what was written down, also
    /// of a run that failed.
    ///
    /// - Throws: whatever `body` throws; if the trace cannot be written.
    func callAsFunction<Result>(_ body: (ProfiledNodes?) async throws -> Result) async throws -> Result {
        guard profile || trace != nil else { return try await body(nil) }
        let profiler = Profiler()
        let nodes = ProfiledNodes(profiler)
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await Profiler.$current.withValue(profiler) { try await body(nodes) })
        } catch {
            result = .failure(error)
        }
        if profile { Terminal.tell(ProfileTable(profiler.records, nodes: nodes.spans).text) }
        if let trace {
            let text = ProfileTrace(profiler.records, nodes: nodes.spans).json.serialized()
            guard FileManager.default.createFile(atPath: trace, contents: Data(text.utf8)) else {
                throw ProfileError(path: trace)
            }
        }
        return try result.get()
    }
}

struct ProfileError: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path): the trace cannot be written here. Name a file in a folder that exists." }
}
