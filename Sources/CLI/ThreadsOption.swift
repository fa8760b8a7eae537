import ArgumentParser
import Foundation
import Kernels

/// How many threads compute.
struct ThreadsOption: ParsableArguments {
    @Option(help: ArgumentHelp("Threads that compute; all cores unless given.", valueName: "n"))
    var threads: Int?

    func validate() throws {
        guard let threads, !(1...1024).contains(threads) else { return }
        throw ValidationError("'--threads \(threads)' is out of range. Use 1...1024.")
    }

    /// - Throws: whatever `body` throws.
    func callAsFunction<Result>(_ body: () async throws -> Result) async throws -> Result {
        let pool = ThreadPool(threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
        return try await ThreadPool.$current.withValue(pool) { try await body() }
    }
}
