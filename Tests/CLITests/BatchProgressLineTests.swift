import Batch
import Engine
import JSON
import Nodes
import Testing

@testable import CLI

struct BatchProgressLineTests {
    @Test func `a log is told how many jobs are done, how fast, what is left and what failed`() async throws {
        let jobs = try await Self.jobs()
        var written: [String] = []
        var time = 0.0
        var line = BatchProgressLine(StatusLine(isInteractive: false, now: { time }, write: { written.append($0) }))
        line.show(.began(jobs: 4, finished: 1))
        time = 30
        line.show(.failed(jobs[0], message: "it broke"))
        time = 60
        line.show(.failed(jobs[1], message: "it broke"))
        #expect(
            written == [
                "4 jobs, 1 of them finished earlier.\n",
                "2/4 jobs ████████████░░░░░░░░░░░░  2.0 jobs/min, 1 min 0 s left, 1 failed\n",
                "3/4 jobs ██████████████████░░░░░░  2.0 jobs/min, 30 s left, 2 failed\n",
            ])
    }

    @Test func `a terminal sees the step inside a job as well`() async throws {
        let jobs = try await Self.jobs()
        var written: [String] = []
        var line = BatchProgressLine(StatusLine(isInteractive: true, now: { 0 }, write: { written.append($0) }))
        line.show(.began(jobs: 2, finished: 0))
        line.show(.told(jobs[1], .progressed(NodeName(id: "3", type: "KSampler"), step: 4, of: 20)))
        line.clear()
        #expect(written[0] == "2 jobs.\n")
        #expect(written[1] == "\r\u{1B}[K0/2 jobs ░░░░░░░░░░░░░░░░░░░░░░░░, job 2: 3 (KSampler) 4/20")
        #expect(written[2] == "\r\u{1B}[K")
    }

    @Test func `many short jobs make few lines in a log`() async throws {
        let job = try await Self.jobs()[0]
        var written: [String] = []
        var time = 0.0
        var line = BatchProgressLine(StatusLine(isInteractive: false, now: { time }, write: { written.append($0) }))
        line.show(.began(jobs: 1000, finished: 0))
        for _ in 0..<1000 {
            time += 0.01
            line.show(.failed(job, message: "it broke"))
        }
        // At the beginning, at once, after five and after ten seconds.
        #expect(written.count == 4)
        #expect(written.last?.hasPrefix("1000/1000 jobs") == true)
    }

    /// Two jobs of a graph that needs no files.
    private static func jobs() async throws -> [PlannedJob] {
        let graph = Graph(nodes: [
            GraphNode(
                id: "1", type: "PreviewAny", inputs: [GraphInput(name: "source", value: .link(from: "2", slot: 0))]),
            GraphNode(
                id: "2", type: "PrimitiveInt", inputs: [GraphInput(name: "value", value: .literal(.int(1)))]),
        ])
        let folders = Folders(models: [], input: "/nowhere", output: "/nowhere", temp: "/nowhere")
        let list = try JobList(axes: [Axis("2.value=1..2")])
        return try await BatchPlan(graph, list, catalog: NodeCatalog(builtInNodes), folders: folders).jobs
    }
}
