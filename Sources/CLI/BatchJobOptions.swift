import ArgumentParser
import Batch

/// What varies from job to job, and how each is called.
struct BatchJobOptions: ParsableArguments {
    @Option(
        name: .customLong("over"),
        help: ArgumentHelp(
            "Vary an input: a range (1..100, 0..1:0.25), a list (a|b|c), or the lines of a file (@prompts.txt); repeatable.",
            valueName: "node.input=values"))
    var axes: [String] = []

    @Flag(name: .customLong("zip"), help: "Pair the values of several --over one by one instead of combining them all.")
    var zips = false

    @Option(
        help: ArgumentHelp(
            "A .csv or .jsonl file with a row for each job; columns are called NODE.INPUT.", valueName: "file"))
    var table: String?

    @Option(
        help: ArgumentHelp(
            "What each job saves under: {index:04}, {NODE.INPUT}, {prefix} (the node's own), {node}; / makes a folder.",
            valueName: "template"))
    var name: String?

    /// - Throws: `AxisError`, `TableError`, `FileError`.
    func list() throws -> JobList {
        try JobList(table: table.map { try Table(path: $0) }, axes: axes.map { try Axis($0) }, zips: zips)
    }

    /// - Throws: `NameTemplateError`.
    func template() throws -> NameTemplate? {
        try name.map { try NameTemplate($0) }
    }
}
