import Synchronization

/// Results kept in memory from run to run, within a budget of bytes; several runs may share one.
///
/// A result that a run still needs is held by that run as well: dropping it here frees it when the run is done with it.
/// Behind memory may stand a slower tier, which is asked for what memory does not hold, and keeps what it can for later runs.
public final class ResultMemory: Sendable {
    /// - Units: bytes. Zero keeps nothing.
    public let budget: Int

    private let kept: Mutex<KeptResults>
    private let histories = Mutex<[NodeID: NodeHistory]>([:])
    let tier: (any ResultTier)?
    let flights = Flights()

    public init(budget: Int, tier: (any ResultTier)? = nil) {
        precondition(budget >= 0, "a budget of \(budget) bytes")
        self.budget = budget
        self.tier = tier
        kept = Mutex(KeptResults(budget: budget))
    }

    /// Bytes that the kept results take.
    public var bytes: Int { kept.withLock(\.bytes) }

    /// Results that are kept.
    public var count: Int { kept.withLock(\.count) }

    public func removeAll() {
        // What a lock's body returns is released outside it; a model takes a while.
        _ = kept.withLock { kept in
            defer { kept = KeptResults(budget: budget) }
            return kept
        }
    }

    /// What there is of a result, without reading its values from the tier.
    func find(_ key: ResultKey) -> FoundResult? {
        if let result = kept.withLock({ $0.result(for: key) }) { return .held(result) }
        return tier(for: key)?.find(key).map(FoundResult.stored)
    }

    /// The result with its values, from memory or from the tier behind it.
    func result(for key: ResultKey) -> NodeResult? {
        if let result = kept.withLock({ $0.result(for: key) }) { return result }
        guard let result = tier(for: key)?.result(for: key) else { return nil }
        _ = kept.withLock { $0.keep(result, for: key) }
        return result
    }

    /// - Parameter maker: what made it; without one it is kept in memory only.
    func keep(_ result: NodeResult, for key: ResultKey, madeBy maker: CheckedNode? = nil) {
        if let maker { tier(for: key)?.keep(result, for: key, madeBy: ResultMaker(maker)) }
        _ = kept.withLock { $0.keep(result, for: key) }
    }

    /// A tier outlives what never comes again.
    private func tier(for key: ResultKey) -> (any ResultTier)? { key.isFleeting ? nil : tier }

    /// Lets go of a result here; a tier behind keeps its own.
    func release(_ key: ResultKey) {
        _ = kept.withLock { $0.remove(key) }
    }

    func forget(_ key: ResultKey) {
        tier?.forget(key)
        _ = kept.withLock { $0.remove(key) }
    }
}

/// What an earlier run of a node was made from, for telling why it runs again.
struct NodeHistory: Sendable {
    let type: String
    let key: ResultKey
    let inputs: [InputFingerprint]
}

extension ResultMemory {
    func history(of node: NodeID) -> NodeHistory? {
        histories.withLock { $0[node] }
    }

    func note(_ history: NodeHistory, of node: NodeID) {
        histories.withLock { histories in
            // Keeps a server of many graphs from growing for ever; only reasons are lost.
            if histories.count >= 1_000_000 { histories = [:] }
            histories[node] = history
        }
    }
}
