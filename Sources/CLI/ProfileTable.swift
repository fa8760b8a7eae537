import Foundation
import Kernels

/// What a run did, summed up for people: nodes, kinds of operations, and operations by size, the longest first.
struct ProfileTable {
    private struct Sum {
        var calls = 0
        var seconds = 0.0
        var operations = 0.0
        var bytes = 0.0

        mutating func add(_ record: Profiler.Record) {
            calls += 1
            seconds += record.duration.inSeconds
            operations += record.work.operations
            bytes += record.work.bytes
        }
    }

    private let records: [Profiler.Record]
    private let nodes: [ProfiledNodes.Span]

    /// Lines of the last part.
    private static let mostSizes = 30

    init(_ records: [Profiler.Record], nodes: [ProfiledNodes.Span]) {
        self.records = records
        self.nodes = nodes
    }

    var text: String {
        let nodes = nodes.filter { !$0.isStep }
        var whole = nodes.reduce(0) { $0 + $1.duration.inSeconds }
        if whole == 0 { whole = max(records.reduce(0) { $0 + $1.duration.inSeconds }, .leastNonzeroMagnitude) }

        var lines = [Self.line("node", ["seconds", "share"])]
        for node in nodes.sorted(by: { $0.duration > $1.duration }) {
            let seconds = node.duration.inSeconds
            lines.append(Self.line(node.name, [Self.number(seconds, 3), Self.share(seconds / whole)]))
        }
        let kinds = sums { Self.name($0.operation) }
        let measured = kinds.reduce(0) { $0 + $1.sum.seconds }
        lines += ["", Self.line("operation", Self.columns)]
        lines += kinds.map { Self.line($0.name, $0.sum, of: whole) }
        lines.append(
            Self.line("all else", ["", Self.number(whole - measured, 3), Self.share((whole - measured) / whole)]))
        let sizes = sums { "\(Self.name($0.operation)) \($0.work.sizes)" }
        lines += ["", Self.line("operation and sizes", Self.columns)]
        lines += sizes.prefix(Self.mostSizes).map { Self.line($0.name, $0.sum, of: whole) }
        if sizes.count > Self.mostSizes { lines.append("… and \(sizes.count - Self.mostSizes) more") }
        return lines.joined(separator: "\n")
    }

    private func sums(by name: (Profiler.Record) -> String) -> [(name: String, sum: Sum)] {
        var sums: [String: Sum] = [:]
        for record in records { sums[name(record), default: Sum()].add(record) }
        return sums.map { ($0.key, $0.value) }
            .sorted { ($0.sum.seconds, $1.name) > ($1.sum.seconds, $0.name) }
    }

    /// The base name of a function: `linear` of `linear(_:_:bias:adding:)`.
    static func name(_ function: String) -> String {
        String(function.prefix { $0 != "(" })
    }

    private static let columns = ["calls", "seconds", "share", "GFLOP", "GFLOP/s", "GB/s"]

    private static func line(_ name: String, _ sum: Sum, of whole: Double) -> String {
        line(
            name,
            [
                String(sum.calls), number(sum.seconds, 3), share(sum.seconds / whole),
                sum.operations > 0 ? number(sum.operations * 1e-9, 1) : "",
                sum.operations > 0 ? number(sum.operations * 1e-9 / sum.seconds, 0) : "",
                number(sum.bytes * 1e-9 / sum.seconds, 1),
            ])
    }

    private static func line(_ name: String, _ columns: [String]) -> String {
        let padded = columns.map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }
        return name + String(repeating: " ", count: max(0, 56 - name.count)) + padded.joined()
    }

    private static func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
    private static func share(_ value: Double) -> String { String(format: "%.1f %%", 100 * value) }
}

extension Duration {
    var inSeconds: Double { self / .seconds(1) }
}
