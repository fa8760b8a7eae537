import Engine

/// The order in which jobs run, so that neighbours share as much work as they can.
///
/// An input that much depends on (a checkpoint, then a prompt) changes slowly, one that little depends on (a seed, a strength
/// late in the graph) changes fast: whatever stands before the change is there already, and each checkpoint is loaded once.
struct WorkOrder {
    /// Positions of columns, the slowest first.
    let columns: [Int]

    /// - Parameter places: the inputs that jobs change, one for each column.
    init(_ graph: Graph, places: [InputPlace]) {
        let reach = places.map { SharedWork.reach(of: [$0.node], in: graph).count }
        columns = places.indices.sorted { (-reach[$0], $0) < (-reach[$1], $1) }
    }

    /// Positions of `jobs` in the order of work.
    func sorted(_ jobs: [JobList.Job]) -> [Int] {
        // A value's rank is where it first occurs, so that a table which has an order keeps it.
        let ranks = columns.map { column in
            var known: [String?: Int] = [:]
            return jobs.map { job in
                let value = job.values[column]
                if let rank = known[value] { return rank }
                known[value] = known.count
                return known.count - 1
            }
        }
        return jobs.indices.sorted { a, b in
            for rank in ranks where rank[a] != rank[b] { return rank[a] < rank[b] }
            return a < b
        }
    }
}
