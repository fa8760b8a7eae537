import ArgumentParser
import Cache
import Engine
import Foundation

/// `--check-cache`: a run that takes nothing from the cache and leaves no pictures, but compares all that it makes with what
/// the cache holds.
struct CacheComparison {
    let tier: CacheCheck

    /// The run's folders: what is saved goes to one of its own.
    let folders: Folders

    /// - Throws: `ValidationError` if there is no cache to look at.
    init(_ options: CacheOptions, _ folders: Folders) throws {
        guard let results = options.results(folders) else {
            throw ValidationError("'--check-cache' needs a cache. Leave '--no-cache' out.")
        }
        tier = CacheCheck(results)
        var own = folders
        own.output = NSTemporaryDirectory() + "darkroom-check-\(UUID().uuidString)"
        own.temp = own.output + "/temp"
        self.folders = own
    }

    func cleanUp() {
        try? FileManager.default.removeItem(atPath: folders.output)
    }

    /// Tells how it went.
    ///
    /// - Throws: an exit status of 1 if something was not the same.
    func report() throws {
        let differences = tier.differences
        for difference in differences { Terminal.complain("\(difference)") }
        Terminal.tell("compared \(tier.compared) results with the cache: \(differences.count) differ")
        if !differences.isEmpty { throw ExitCode(ExitStatus.nodeFailed.rawValue) }
    }
}
