/// Values that a node keeps while it works, so that a later run can take up the work where it was cut off, or share a part
/// of it with other work.
///
/// They lie behind the result memory only: within a run, a node has them at hand anyway.
public struct Intermediates: Sendable {
    private let tier: any ResultTier
    private let maker: CheckedNode
    private let inputs: [String: InputFingerprint]
    /// Inputs of which it is not known what they bring.
    private var unknown: Set<String> = []

    init(tier: any ResultTier, maker: CheckedNode, inputs: [String: InputFingerprint]) {
        self.tier = tier
        self.maker = maker
        self.inputs = inputs
    }

    /// The same for work on values of which the keys of these inputs do not tell enough: nothing is kept that depends on them.
    func without(_ names: Set<String>) -> Intermediates {
        var intermediates = self
        intermediates.unknown.formUnion(names)
        return intermediates
    }

    /// A key that is the same whenever these inputs bring the same, whatever the others bring and whatever the node is.
    ///
    /// - Parameters:
    ///   - purpose: what the values are, so that they are not taken for something else.
    ///   - version: raised whenever the same inputs give other values than before.
    public func key(_ purpose: String, version: Int, of names: [String]) -> ResultKey {
        var text = KeyText()
        text.append(purpose)
        text.append(UInt64(version))
        for name in names {
            text.append(name)
            if unknown.contains(name) { text.appendUnique() }
            text.append(inputs[name] ?? .absent)
        }
        return ResultKey(text)
    }

    /// The values kept under `key`; nil if there are none, or not all of them.
    public func values(for key: ResultKey) -> [any Port]? {
        guard !key.isFleeting, let outputs = tier.result(for: key)?.outputs else { return nil }
        let values = outputs.compactMap { $0.items.count == 1 ? $0.items[0] : nil }
        return values.count == outputs.count ? values : nil
    }

    /// - Parameter seconds: what making them took.
    public func keep(_ values: [any Port], for key: ResultKey, seconds: Double) {
        if key.isFleeting { return }
        let result = NodeResult(outputs: values.map { OutputValues($0) }, saved: [], seconds: seconds)
        tier.keep(result, for: key, madeBy: ResultMaker(maker, isOnItsWay: true))
    }
}

extension ResultKey {
    /// The key of something that depends on this key and on `digest`.
    public func joined(with digest: [UInt8]) -> ResultKey {
        var text = KeyText()
        text.append(self)
        text.append(digest)
        return ResultKey(text)
    }
}

extension ResultMemory {
    /// What a node may keep on its way, if there is a place for it.
    func intermediates(of node: CheckedNode, inputs: [InputFingerprint]) -> Intermediates? {
        guard let tier else { return nil }
        return Intermediates(
            tier: tier, maker: node,
            inputs: Dictionary(
                zip(node.definition.inputs.map(\.name), inputs), uniquingKeysWith: { first, _ in first }))
    }
}
