import Engine
import JSON
import Synchronization
import Tensors

/// A tier that gives nothing and compares everything: what a run makes against what the cache would have given.
///
/// What the cache does not hold yet is put into it.
public final class CacheCheck: ResultTier {
    private let results: DiskResults
    private let state = Mutex(State())

    private struct State {
        var compared = 0
        var differences: [Difference] = []
    }

    /// A result that was made anew and is not what the cache holds.
    public struct Difference: Sendable, Hashable {
        public let node: NodeName?
        public let maker: String
        public let key: String

        /// The first thing that differs.
        public let fact: String
    }

    public init(_ results: DiskResults) {
        self.results = results
    }

    /// Results that the cache held and that were compared.
    public var compared: Int { state.withLock(\.compared) }

    /// In the order in which they were found.
    public var differences: [Difference] { state.withLock(\.differences) }

    public func find(_ key: ResultKey) -> StoredResult? { nil }
    public func result(for key: ResultKey) -> NodeResult? { nil }
    public func forget(_ key: ResultKey) {}

    public func keep(_ result: NodeResult, for key: ResultKey, madeBy maker: ResultMaker) {
        guard let old = results.values(for: key) else { return results.keep(result, for: key, madeBy: maker) }
        let fact = results.stored(result.outputs).map { old.firstDifference(from: $0) } ?? "it cannot be kept any more"
        state.withLock { state in
            state.compared += 1
            guard let fact else { return }
            state.differences.append(
                Difference(node: maker.node, maker: maker.name, key: key.description, fact: fact))
        }
    }
}

extension CacheCheck.Difference: CustomStringConvertible {
    /// Where: what happened. What to do.
    public var description: String {
        "\(node.map { "node \($0)" } ?? maker): \(fact). Raise the node's version if it has changed; else it is a bug."
    }
}

extension StoredValue {
    /// Nil if both are the same, bit for bit.
    func firstDifference(from new: StoredValue) -> String? {
        if fields != new.fields { return "values other than tensors differ from those in the cache" }
        let names = tensors.keys.sorted()
        guard names == new.tensors.keys.sorted() else { return "there are other tensors than in the cache" }
        for name in names {
            guard let (a, b) = tensors[name].flatMap({ a in new.tensors[name].map { (a, $0) } }) else { continue }
            if a.shape != b.shape { return "tensor '\(name)' is \(b.shape), and \(a.shape) in the cache" }
            let (old, now) = (a.array, b.array)
            if let place = old.indices.first(where: { old[$0].bitPattern != now[$0].bitPattern }) {
                return "tensor '\(name)' has \(now[place]) at \(place), and \(old[place]) in the cache"
            }
        }
        return nil
    }
}
