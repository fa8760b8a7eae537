import Engine

/// Checks the jobs of a batch, several at a time.
struct JobChecker: Sendable {
    let graph: Graph
    let places: [InputPlace]
    let names: JobNames
    let catalog: NodeCatalog
    let folders: Folders
    let identities: JobIdentities

    /// - Returns: the jobs in order, and what is wrong with any of them, by the job's number.
    func check(_ jobs: [JobList.Job]) async throws -> (jobs: [PlannedJob], issues: [(job: Int, issues: GraphIssues)]) {
        let parts = await withTaskGroup { group in
            for start in stride(from: 0, to: jobs.count, by: Self.share) {
                group.addTask { (start, jobs[start..<min(start + Self.share, jobs.count)].map(check)) }
            }
            return await group.reduce(into: [Int: [Outcome]]()) { $0[$1.0] = $1.1 }
        }
        var planned: [PlannedJob] = []
        var issues: [(job: Int, issues: GraphIssues)] = []
        planned.reserveCapacity(jobs.count)
        for start in parts.keys.sorted() {
            for outcome in parts[start] ?? [] {
                switch outcome {
                case .planned(let job): planned.append(job)
                case .wrong(let job, let found): issues.append((job, found))
                case .unnamable(let error): throw error
                }
            }
        }
        return (planned, issues)
    }

    /// Jobs that are checked in one go.
    private static let share = 256

    private enum Outcome: Sendable {
        case planned(PlannedJob)
        case wrong(job: Int, GraphIssues)
        case unnamable(NameTemplateError)
    }

    private func check(_ job: JobList.Job) -> Outcome {
        var graph = graph.setting(job.values, at: places, knowing: catalog)
        var files: [String] = []
        var issues: [GraphIssue] = []
        do throws(NameTemplateError) {
            for saver in names.savers { files.append(try names.name(of: saver, index: job.index, in: graph)) }
        } catch {
            return .unnamable(error)
        }
        for (saver, file) in zip(names.savers, files) {
            if let fault = JobNames.fault(of: file) {
                issues.append(GraphIssue(.refused(fault), at: saver, graph[saver]?.type ?? ""))
            }
            graph.name(saver, file, knowing: catalog)
        }
        do throws(GraphIssues) {
            _ = try graph.check(against: catalog, folders: folders)
        } catch {
            issues += error.issues
        }
        guard issues.isEmpty else { return .wrong(job: job.index, GraphIssues(issues: issues)) }
        return .planned(
            PlannedJob(
                index: job.index, values: job.values, names: files, identity: identities.identity(of: graph)))
    }
}
