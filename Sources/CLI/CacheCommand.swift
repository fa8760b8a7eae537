import ArgumentParser
import Cache
import Foundation
import JSON

/// `darkroom cache status`
struct CacheCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache",
        abstract: "The results that are kept on disk from run to run.",
        discussion: """
            Nothing in it is needed: whatever is removed is made again when a run needs it.

            Examples:
              darkroom cache status
              darkroom cache gc --to 2G --older-than 30d
              darkroom cache clear
            """,
        subcommands: [CacheStatus.self, CacheClear.self, CacheCollect.self])
}

/// `darkroom cache status --json`
struct CacheStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "What the cache holds, by the nodes that made it.")

    @OptionGroup var cache: CacheOptions

    @Flag(help: "One JSON object.")
    var json = false

    func run() {
        let use = CacheUse(of: cache.folder)
        print(json ? Self.json(of: use, at: cache.folder).serialized(.pretty) : Self.text(of: use, at: cache.folder))
    }

    static func text(of use: CacheUse, at folder: CacheFolder) -> String {
        var lines = [
            "\(folder.path): \(use.entries) results, \(ByteSize(bytes: use.bytes).text), "
                + "\(ProgressLine.duration(use.seconds)) of work"
        ]
        let width = use.groups.map(\.maker.count).max() ?? 0
        for group in use.groups {
            let name = group.maker + String(repeating: " ", count: width - group.maker.count)
            lines.append(
                "  \(name)  \(group.entries), \(ByteSize(bytes: group.bytes).text), "
                    + ProgressLine.duration(group.seconds))
        }
        if use.unreadable > 0 { lines.append("  damaged, or of another version: \(use.unreadable)") }
        if use.unfinished > 0 { lines.append("  being written, or left unfinished: \(use.unfinished)") }
        return lines.joined(separator: "\n")
    }

    static func json(of use: CacheUse, at folder: CacheFolder) -> JSONValue {
        [
            "folder": .string(folder.path), "entries": .int(use.entries), "bytes": .int(use.bytes),
            "seconds": .double(use.seconds), "unreadable": .int(use.unreadable), "unfinished": .int(use.unfinished),
            "makers": .array(
                use.groups.map { group in
                    [
                        "maker": .string(group.maker), "entries": .int(group.entries), "bytes": .int(group.bytes),
                        "seconds": .double(group.seconds),
                    ]
                }),
        ]
    }
}

/// `darkroom cache clear`
struct CacheClear: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "clear", abstract: "Remove all results.")

    @OptionGroup var cache: CacheOptions
    @OptionGroup var options: CollectionOptions

    func run() throws {
        try options.tell(
            CacheCollection(folder: cache.folder).run(goal: .nothing, isDry: options.isDryRun))
    }
}

/// `darkroom cache gc --to 2G --older-than 30d`
struct CacheCollect: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gc",
        abstract: "Remove what has not been used for long, and what is cheapest to make again for its bytes.",
        discussion: "Without --to, the size is that of --cache-size.")

    @OptionGroup var cache: CacheOptions
    @OptionGroup var options: CollectionOptions

    @Option(help: ArgumentHelp("How much may be left.", valueName: "size"))
    var to: ByteSize?

    @Option(
        name: .customLong("older-than"),
        help: ArgumentHelp("First remove what was not used for this long: 12h, 30d.", valueName: "time"))
    var age: Age?

    func run() throws {
        let goal = CacheCollection.Goal(
            bytes: (to ?? cache.size).map(\.bytes) ?? cache.budget, age: age?.seconds)
        try options.tell(CacheCollection(folder: cache.folder).run(goal: goal, isDry: options.isDryRun))
    }
}

/// What `gc` and `clear` have in common.
struct CollectionOptions: ParsableArguments {
    @Flag(name: .customLong("dry-run"), help: "Only tell what would be removed.")
    var isDryRun = false

    @Flag(help: "One JSON object.")
    var json = false

    /// - Throws: `CacheBusy` if there is nothing to tell.
    func tell(_ report: CacheCollection.Report?) throws {
        guard let report else { throw CacheBusy() }
        print(json ? jsonValue(of: report).serialized(.pretty) : text(of: report))
    }

    func text(of report: CacheCollection.Report) -> String {
        let left = ByteSize(bytes: report.bytes - report.removedBytes).text
        let text =
            "\(isDryRun ? "would remove" : "removed") \(report.removedEntries) of \(report.entries) results, "
            + "\(ByteSize(bytes: report.removedBytes).text); \(left) left"
        return report.removedUnfinished > 0 ? text + "; \(report.removedUnfinished) unfinished files" : text
    }

    private func jsonValue(of report: CacheCollection.Report) -> JSONValue {
        [
            "entries": .int(report.entries), "bytes": .int(report.bytes),
            "removed_entries": .int(report.removedEntries), "removed_bytes": .int(report.removedBytes),
            "removed_unfinished": .int(report.removedUnfinished), "dry_run": .bool(isDryRun),
        ]
    }
}

/// A time that has passed: `45m`, `12h`, `30d`.
struct Age: ExpressibleByArgument, Hashable {
    let seconds: Int

    init?(argument: String) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let unit = argument.lowercased().last.flatMap({ units[$0] }), let number = Double(argument.dropLast()),
            number >= 0, number * unit < 1e15
        else { return nil }
        seconds = Int(number * unit)
    }
}

/// Another process has been making room for long.
struct CacheBusy: Error, CustomStringConvertible {
    var description: String { "another process is making room in the cache. Try again when it is done." }
}
