import Testing

@testable import Batch

struct JobListTests {
    let seeds = Axis(target: "3.seed", values: ["1", "2"])
    let texts = Axis(target: "6.text", values: ["dawn", "dusk"])

    @Test func `several axes make all combinations, the last changing fastest`() throws {
        let list = try JobList(axes: [texts, seeds])
        #expect(list.columns == ["6.text", "3.seed"])
        #expect(list.jobs.map(\.values) == [["dawn", "1"], ["dawn", "2"], ["dusk", "1"], ["dusk", "2"]])
        #expect(list.jobs.map(\.index) == [1, 2, 3, 4])
        #expect(list.rowLength == 2)
    }

    @Test func `zipped axes go side by side`() throws {
        let list = try JobList(axes: [seeds, texts], zips: true)
        #expect(list.jobs.map(\.values) == [["1", "dawn"], ["2", "dusk"]])
        #expect(throws: AxisError.unequalLengths(["3.seed": 2, "6.text": 1])) {
            try JobList(axes: [seeds, Axis(target: "6.text", values: ["dawn"])], zips: true)
        }
    }

    @Test func `an axis given twice is one axis`() throws {
        let list = try JobList(axes: [Axis(target: "3.seed", values: ["5"]), seeds])
        #expect(list.jobs.map(\.values) == [["5"], ["1"], ["2"]])
    }

    @Test func `each row of a table goes through every combination`() throws {
        let table = try Table(csv: Array("3.steps,6.text\n4,\n8,noon\n".utf8), file: "t.csv")
        let list = try JobList(table: table, axes: [seeds])
        #expect(list.columns == ["3.steps", "6.text", "3.seed"])
        #expect(
            list.jobs.map(\.values) == [["4", nil, "1"], ["4", nil, "2"], ["8", "noon", "1"], ["8", "noon", "2"]])
        #expect(list.jobs.map(\.line) == [2, 2, 3, 3])
        #expect(throws: AxisError.inTableToo("6.text")) { try JobList(table: table, axes: [texts]) }
    }

    @Test func `more jobs than anybody can want are refused before they fill the memory`() throws {
        let many = Axis(target: "1.a", values: (1...2000).map(String.init))
        let more = Axis(target: "1.b", values: many.values)
        #expect(throws: AxisError.tooManyJobs) { try JobList(axes: [many, more]) }
        #expect(throws: AxisError.nothingVaries) { try JobList() }
    }
}

struct ShardTests {
    @Test(arguments: [(1, 1), (10, 3), (7, 8), (64, 8), (1000, 7), (0, 4)])
    func `shards are disjoint, even, and together everything`(jobs: Int, count: Int) throws {
        let all = Array(0..<jobs)
        let parts = try (1...count).map { Array(try Shard("\($0)/\(count)")(all)) }
        #expect(parts.flatMap(\.self) == all)
        let sizes = parts.map(\.count)
        #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }

    @Test(arguments: ["0/8", "9/8", "3", "a/b", "1/0", "1/2/3", "-1/2", "1/100001"])
    func `what is no shard is refused`(text: String) {
        #expect(throws: ShardError.self) { try Shard(text) }
    }
}
