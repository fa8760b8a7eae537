import JSON

/// One part of a batch that several processes share: `2/8` is the second of eight.
///
/// A shard is a stretch of the jobs in their order of work, so that neighbours, which share work, stay together. Which jobs
/// it has follows from the batch alone: shards are disjoint, together they are everything, and their sizes differ by at
/// most one.
public struct Shard: Hashable, Sendable, CustomStringConvertible {
    /// From 1.
    public let number: Int
    public let count: Int

    /// - Throws: `ShardError`.
    public init(_ text: String) throws(ShardError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1] else { throw ShardError(text: text) }
        guard 1...Self.most ~= count, 1...count ~= number else { throw ShardError(text: text) }
        self.number = number
        self.count = count
    }

    /// As many as the largest arrays of the usual schedulers.
    private static let most = 100_000

    public func callAsFunction<Element>(_ jobs: [Element]) -> ArraySlice<Element> {
        jobs[start(of: number - 1, jobs.count)..<start(of: number, jobs.count)]
    }

    private func start(of shard: Int, _ total: Int) -> Int {
        // In this order nothing overflows: a million jobs times 100,000 shards.
        total * shard / count
    }

    public var description: String { "\(number)/\(count)" }
}

public struct ShardError: Error, Hashable, Sendable, CustomStringConvertible {
    let text: String

    public var description: String {
        "'\(text.legible())' is no shard. Write NUMBER/COUNT, such as 2/8 for the second of eight."
    }
}
