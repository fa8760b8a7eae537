/// Results within a budget of bytes. When it is exceeded, those that are cheapest to make again for the bytes that they
/// take go first.
///
/// - Source: GreedyDual-Size (Cao and Irani 1997): an entry's worth is its cost over its size, plus the worth of what was
///   dropped last, so that what is never used falls behind in the end, however dear it was.
struct KeptResults {
    let budget: Int
    private(set) var bytes = 0
    private var entries: [ResultKey: Entry] = [:]
    private var age = 0.0

    init(budget: Int) {
        self.budget = budget
    }

    private struct Entry {
        let result: NodeResult
        let bytes: Int
        var worth: Double
    }

    var count: Int { entries.count }

    mutating func result(for key: ResultKey) -> NodeResult? {
        guard let entry = entries[key] else { return nil }
        entries[key]?.worth = age + entry.result.seconds / Double(entry.bytes)
        return entry.result
    }

    /// Keeps `result` if it fits into the budget at all.
    ///
    /// - Returns: what was dropped for it, for the caller to release where that may take its time.
    mutating func keep(_ result: NodeResult, for key: ResultKey) -> [NodeResult] {
        let size = result.memoryCost
        guard size <= budget else { return [] }
        var dropped = remove(key).map { [$0] } ?? []
        entries[key] = Entry(result: result, bytes: size, worth: age + result.seconds / Double(size))
        bytes += size
        if bytes > budget { dropped += dropLeast() }
        return dropped
    }

    mutating func remove(_ key: ResultKey) -> NodeResult? {
        guard let entry = entries.removeValue(forKey: key) else { return nil }
        bytes -= entry.bytes
        return entry.result
    }

    /// Drops until a tenth of the budget is free, so that the next ones need no search.
    private mutating func dropLeast() -> [NodeResult] {
        let goal = budget - budget / 10
        var dropped: [NodeResult] = []
        for (key, entry) in entries.sorted(by: { $0.value.worth < $1.value.worth }) {
            guard bytes > goal else { break }
            age = max(age, entry.worth)
            if let result = remove(key) { dropped.append(result) }
        }
        return dropped
    }
}
