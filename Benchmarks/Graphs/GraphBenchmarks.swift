import Engine
import Foundation
import JSON

/// `swift run -c release GraphBenchmarks`: how long the engine takes for large graphs of nodes that do nothing.
///
/// Each shape is made three times as large from line to line, so that growth can be seen.
@main struct GraphBenchmarks {
    static func main() async throws {
        let shapes: [(name: String, sizes: [Int], make: (Int) -> GraphText)] = [
            ("chain", [11_000, 33_000, 100_000], GraphText.chain),
            ("wide", [55_000, 166_000, 500_000], GraphText.wide),
            ("diamonds", [10, 20, 40], GraphText.diamonds),
        ]
        print("shape      nodes     read     check    plan     check+plan  run      per node   again")
        for shape in shapes {
            for size in shape.sizes { try await measure(shape.name, shape.make(size)) }
        }
    }

    private static func measure(_ name: String, _ text: GraphText) async throws {
        let folders = Folders(models: [], input: "", output: "", temp: "")
        let runner = Runner(
            nodes: NodeCatalog([Sum.self, Sink.self]), folders: folders, files: NoFiles(),
            memory: ResultMemory(budget: 1 << 34), overlap: 1)
        let clock = ContinuousClock()
        func seconds(_ start: ContinuousClock.Instant) -> Double { (clock.now - start) / .seconds(1) }

        var start = clock.now
        let graph = try Graph(parsing: text.bytes)
        let read = seconds(start)
        start = clock.now
        let checked = try runner.check(graph)
        let check = seconds(start)
        start = clock.now
        let plan = try runner.plan(checked)
        let planned = seconds(start)
        start = clock.now
        try await runner.run(plan)
        let run = seconds(start)
        start = clock.now
        try await runner.run(runner.plan(checked))
        let again = seconds(start)

        let times = [read, check, planned, check + planned, run].map { String(format: "%.3f s", $0) }
        let each = String(format: "%.2f µs", run / Double(text.count) * 1e6)
        print(
            name.padding(toLength: 11, withPad: " ", startingAt: 0)
                + "\(text.count)".padding(toLength: 10, withPad: " ", startingAt: 0)
                + zip(times, [9, 9, 9, 12, 9]).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined()
                + each.padding(toLength: 11, withPad: " ", startingAt: 0) + String(format: "%.3f s", again))
    }
}

/// A graph as a file has it.
struct GraphText {
    let count: Int
    let bytes: [UInt8]

    private init(_ nodes: [String]) {
        count = nodes.count
        bytes = Array("{\(nodes.joined(separator: ","))}".utf8)
    }

    /// Each node takes the one before.
    static func chain(_ count: Int) -> GraphText {
        GraphText(
            (0..<count).map { sum("\($0)", $0 == 0 ? "1" : "[\"\($0 - 1)\",0]", "1") } + [
                sink("end", of: "\(count - 1)")
            ])
    }

    /// Pairs of a node and an output node.
    static func wide(_ count: Int) -> GraphText {
        GraphText((0..<count).flatMap { [sum("\($0)", "\($0)", "1"), sink("s\($0)", of: "\($0)")] })
    }

    /// Each node takes the one before twice: 2^count paths.
    static func diamonds(_ count: Int) -> GraphText {
        GraphText(
            [sum("0", "1", "1")] + (1...count).map { sum("\($0)", "[\"\($0 - 1)\",0]", "[\"\($0 - 1)\",0]") }
                + [sink("end", of: "\(count)")])
    }

    private static func sum(_ id: String, _ a: String, _ b: String) -> String {
        "\"\(id)\":{\"class_type\":\"Sum\",\"inputs\":{\"a\":\(a),\"b\":\(b)}}"
    }

    private static func sink(_ id: String, of source: String) -> String {
        "\"\(id)\":{\"class_type\":\"Sink\",\"inputs\":{\"value\":[\"\(source)\",0]}}"
    }
}

struct Sum: Node {
    static let summary = "Add two numbers."

    @Input("A number.", in: Int.min...Int.max) var a = 0
    @Input("Another.", in: Int.min...Int.max) var b = 0

    @Output var sum: Int

    func run(_ context: RunContext) {
        sum = a &+ b
    }
}

struct Sink: Node {
    static let summary = "Take any value."
    static let isOutput = true

    @Input("The value.") var value: Anything

    func run(_ context: RunContext) {}
}

struct NoFiles: FileIdentifying {
    func identity(ofFileAt path: String) throws -> String { path }
}
