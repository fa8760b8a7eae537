import JSON
import Kernels

/// A run in the form that Chrome's and Perfetto's viewers read: nodes, their steps, and operations in rows of their own.
///
/// - Source: the Trace Event Format's complete events (`"ph": "X"`), times in microseconds.
struct ProfileTrace {
    let json: JSONValue

    /// A viewer's rows, from the top.
    private enum Row: Int, CaseIterable {
        case nodes = 1
        case steps = 2
        case operations = 3
    }

    init(_ records: [Profiler.Record], nodes: [ProfiledNodes.Span]) {
        var events = Row.allCases.map(Self.title)
        events += nodes.map { Self.event($0.name, $0.isStep ? .steps : .nodes, $0.start, $0.duration) }
        events += records.map { record in
            Self.event(
                ProfileTable.name(record.operation), .operations, record.start, record.duration,
                [
                    "layer": .string(record.layer), "sizes": .string(record.work.sizes),
                    "operations": .double(record.work.operations), "bytes": .double(record.work.bytes),
                ])
        }
        json = ["traceEvents": .array(events), "displayTimeUnit": "ms"]
    }

    private static func title(_ row: Row) -> JSONValue {
        [
            "name": "thread_name", "ph": "M", "pid": 1, "tid": .int(row.rawValue),
            "args": ["name": .string("\(row)")],
        ]
    }

    private static func event(
        _ name: String, _ row: Row, _ start: Duration, _ duration: Duration, _ arguments: JSONValue = [:]
    ) -> JSONValue {
        [
            "name": .string(name), "cat": .string("\(row)"), "ph": "X", "ts": .double(start.inSeconds * 1e6),
            "dur": .double(duration.inSeconds * 1e6), "pid": 1, "tid": .int(row.rawValue), "args": arguments,
        ]
    }
}
