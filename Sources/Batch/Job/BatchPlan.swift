import Engine
import JSON

/// A batch of which everything has been checked: each job's graph is right, and no two save under the same name.
public struct BatchPlan: Sendable {
    public let graph: Graph
    public let list: JobList
    let catalog: NodeCatalog
    /// The inputs that the list's columns mean.
    let places: [InputPlace]
    let names: JobNames

    /// In the order of the table.
    public let jobs: [PlannedJob]
    /// The way in which results are made, if it is not the usual one; jobs of another way are others.
    let variant: ResultVariant?
    /// Positions of jobs in the order of work.
    let order: [Int]

    /// Checks every job as `run` would check its graph.
    ///
    /// - Throws: `OverrideError` or `NameTemplateError`, if that already does not fit the graph; `BatchIssues`, with everything
    ///   that is wrong with any job.
    public init(
        _ graph: Graph, _ list: JobList, naming template: NameTemplate? = nil, catalog: NodeCatalog, folders: Folders,
        variant: ResultVariant? = nil
    ) async throws {
        var places: [InputPlace] = []
        for column in list.columns {
            let place = try graph.place(of: column, knowing: catalog)
            guard !places.contains(place) else { throw BatchPlanError.variedTwice(column) }
            places.append(place)
        }
        let names = try JobNames(template, graph: graph, catalog: catalog, jobs: list.jobs.count)
        self.graph = graph
        self.list = list
        self.catalog = catalog
        self.places = places
        self.names = names
        self.variant = variant

        let checker = JobChecker(
            graph: graph, places: places, names: names, catalog: catalog, folders: folders,
            identities: JobIdentities(graph, changing: Set(places.map(\.node) + names.savers), variant: variant))
        let (jobs, issues) = try await checker.check(list.jobs)
        var found = BatchIssues(list: list, issues: issues)
        found.note(Self.collisions(among: jobs))
        guard found.isEmpty else { throw found }
        self.jobs = jobs
        order = WorkOrder(graph, places: places).sorted(list.jobs)
    }

    /// The jobs of a shard, or all, in the order of work.
    public func jobsInOrder(of shard: Shard? = nil) -> [PlannedJob] {
        (shard.map { Array($0(order)) } ?? order).map { jobs[$0] }
    }

    /// The graph that `job` runs.
    public func graph(of job: PlannedJob) -> Graph {
        var graph = graph.setting(job.values, at: places, knowing: catalog)
        for (saver, name) in zip(names.savers, job.names) { graph.name(saver, name, knowing: catalog) }
        return graph
    }

    func sharedWork(of jobs: [PlannedJob]) -> SharedWork {
        SharedWork(graph, places: places, savers: names.savers, values: jobs.map(\.values))
    }

    /// What is asked for, for the journal.
    func request(of shard: Shard?, count: Int) -> JournalRecord.Request {
        var bare = graph
        for place in places { bare.set("", at: place, knowing: catalog) }
        for saver in names.savers { bare.name(saver, "", knowing: catalog) }
        return JournalRecord.Request(
            graph: JobIdentities(bare, changing: [], variant: variant).identity(of: bare),
            jobs: JobIdentity(ofAll: jobs.map(\.identity)), count: count, shard: shard?.description)
    }

    /// Jobs that would save under the name of another, each with the first that has it.
    private static func collisions(among jobs: [PlannedJob]) -> [(job: Int, words: String)] {
        var owners: [String: Int] = [:]
        var found: [(job: Int, words: String)] = []
        for job in jobs {
            for name in job.names {
                // Some file systems do not tell capitals apart.
                let key = name.lowercased()
                if let owner = owners[key] {
                    let other = owner == job.index ? "two of its nodes would" : "job \(owner) would as well"
                    found.append(
                        (
                            job.index,
                            "saves under '\(name.legible())', and \(other). "
                                + "Put \(owner == job.index ? "{prefix} or {node}" : "{index}") into --name."
                        ))
                } else {
                    owners[key] = job.index
                }
            }
        }
        return found
    }
}

/// One job, ready to run.
public struct PlannedJob: Hashable, Sendable {
    /// Its place in the table, from 1.
    public let index: Int
    /// One for each column; nil leaves the input as the graph has it.
    public let values: [String?]
    /// What its saving nodes save under, which no other job does.
    public let names: [String]
    public let identity: JobIdentity
}

public enum BatchPlanError: Error, Hashable, Sendable, CustomStringConvertible {
    case variedTwice(String)

    public var description: String {
        switch self {
        case .variedTwice(let column):
            "'\(column.legible())': another column changes the same input under another name. Keep one of them."
        }
    }
}

extension Graph {
    func setting(_ values: [String?], at places: [InputPlace], knowing catalog: NodeCatalog) -> Graph {
        var graph = self
        for case (let value?, let place) in zip(values, places) { graph.set(value, at: place, knowing: catalog) }
        return graph
    }

    mutating func name(_ saver: NodeID, _ name: String, knowing catalog: NodeCatalog) {
        set(name, at: InputPlace(node: saver, input: JobNames.prefixInput), knowing: catalog)
    }
}
