/// What a batch is to do: which inputs change, and what each job gives them.
public struct JobList: Sendable {
    /// NODE.INPUT each.
    public let columns: [String]
    public let jobs: [Job]
    /// The table that jobs come from, for messages.
    public let file: String?
    /// Values of the last axis, if all combinations are made: rows of a contact sheet.
    public let rowLength: Int?

    /// One run of the graph.
    public struct Job: Hashable, Sendable {
        /// Its place in the table or grid, from 1.
        public let index: Int
        /// The table's line that it comes from.
        public let line: Int?
        /// One for each column; nil leaves the input as the graph has it.
        public let values: [String?]
    }

    /// More than a year of pictures; a slip in a range should not fill the memory.
    public static let mostJobs = 1_000_000

    /// Each row of the table with every combination of the axes' values, the last axis changing fastest; or, if `zips`, with
    /// the axes' first values, then their second, and so on.
    ///
    /// - Throws: `AxisError`.
    public init(table: Table? = nil, axes: [Axis] = [], zips: Bool = false) throws(AxisError) {
        let axes = Axis.joined(axes)
        if let both = axes.first(where: { table?.columns.contains($0.target) == true }) {
            throw .inTableToo(both.target)
        }
        guard table != nil || !axes.isEmpty else { throw .nothingVaries }
        let combinations = try zips ? Self.paired(axes) : Self.combined(axes)
        let rows: [(line: Int?, values: [String?])] = table.map { $0.rows.map { ($0.line, $0.values) } } ?? [(nil, [])]
        let (count, overflows) = rows.count.multipliedReportingOverflow(by: combinations.count)
        guard !overflows, count <= Self.mostJobs else { throw .tooManyJobs }

        var jobs: [Job] = []
        jobs.reserveCapacity(count)
        for row in rows {
            for combination in combinations {
                jobs.append(Job(index: jobs.count + 1, line: row.line, values: row.values + combination))
            }
        }
        self.jobs = jobs
        columns = (table?.columns ?? []) + axes.map(\.target)
        file = table?.file
        rowLength = zips || axes.count + (table == nil ? 0 : 1) < 2 ? nil : axes.last?.values.count
    }

    private static func paired(_ axes: [Axis]) throws(AxisError) -> [[String]] {
        guard let count = axes.first?.values.count else { return [[]] }
        guard axes.allSatisfy({ $0.values.count == count }) else {
            throw .unequalLengths(Dictionary(axes.map { ($0.target, $0.values.count) }) { first, _ in first })
        }
        guard count <= mostJobs else { throw .tooManyJobs }
        return (0..<count).map { index in axes.map { $0.values[index] } }
    }

    private static func combined(_ axes: [Axis]) throws(AxisError) -> [[String]] {
        var combinations: [[String]] = [[]]
        for axis in axes {
            let (count, overflows) = combinations.count.multipliedReportingOverflow(by: axis.values.count)
            guard !overflows, count <= mostJobs else { throw .tooManyJobs }
            combinations = combinations.flatMap { combination in axis.values.map { combination + [$0] } }
        }
        return combinations
    }
}
