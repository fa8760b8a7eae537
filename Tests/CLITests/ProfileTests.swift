import Engine
import JSON
import Kernels
import Tensors
import Testing

@testable import CLI

struct ProfileTests {
    private static let sampler = NodeName(id: "3", type: "KSampler")

    /// A product in a layer and a sum outside, in a node of two steps.
    private func profiled() -> (records: [Profiler.Record], nodes: [ProfiledNodes.Span]) {
        let profiler = Profiler()
        let nodes = ProfiledNodes(profiler)
        Profiler.$current.withValue(profiler) {
            nodes.note(.started(Self.sampler, .neverRan))
            nodes.note(.progressed(Self.sampler, step: 0, of: 2))
            let square = Tensor(zeros: [4, 4])
            Profiler.inLayer("middle_block.1") { _ = matmul(square, square) }
            nodes.note(.progressed(Self.sampler, step: 1, of: 2))
            _ = square + square
            nodes.note(.progressed(Self.sampler, step: 2, of: 2))
            nodes.note(.finished(Self.sampler, seconds: 0))
        }
        return (profiler.records, nodes.spans)
    }

    @Test func `operations are written down with their layer and their work`() {
        let records = profiled().records
        #expect(records.map { ProfileTable.name($0.operation) } == ["matmul", "+"])
        #expect(records.map(\.layer) == ["middle_block.1", ""])
        #expect(records.map(\.work.operations) == [128, 0])
        #expect(zip(records, records.dropFirst()).allSatisfy { $0.start + $0.duration <= $1.start })
    }

    @Test func `without a profiler nothing is written down`() {
        let profiler = Profiler()
        _ = Tensor(zeros: [2]) + 1
        #expect(profiler.records.isEmpty)
    }

    @Test func `the table sums up nodes, operations and sizes`() {
        let (records, nodes) = profiled()
        let lines = ProfileTable(records, nodes: nodes).text.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("3 (KSampler) ") })
        #expect(lines.contains { $0.hasPrefix("matmul  ") })
        #expect(lines.contains { $0.hasPrefix("matmul 1 × 4 × 4 to 4 ") })
        #expect(lines.contains { $0.hasPrefix("+ 4 × 4 ") })
    }

    @Test func `the trace holds nodes, steps and operations as complete events`() throws {
        let (records, nodes) = profiled()
        let trace = try JSONValue(parsing: ProfileTrace(records, nodes: nodes).json.serialized())
        let events = try #require(trace["traceEvents"]?.array)
        let complete = events.filter { $0["ph"] == "X" }
        #expect(complete.count == 5)
        #expect(complete.filter { $0["cat"] == "steps" }.count == 2)
        let product = try #require(complete.first { $0["name"] == "matmul" })
        #expect(product["args"]?["layer"] == "middle_block.1")
        #expect(product["args"]?["operations"] == 128.0)
    }
}
