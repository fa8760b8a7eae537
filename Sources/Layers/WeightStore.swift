import Synchronization
import Tensors

/// All tensors of one file, and what layers have made of them as long as a layer holds it.
final class WeightStore: Sendable {
    let origin: String
    let tensors: [String: StoredTensor]

    /// Where layers live whose tensors are the same here and there.
    private let base: WeightStore?
    private let replaced: Set<String>
    private let prepared = Mutex<[String: WeakReference]>([:])

    init(_ tensors: [String: StoredTensor], origin: String) {
        self.tensors = tensors
        self.origin = origin
        base = nil
        replaced = []
    }

    init(_ base: WeightStore, replacing replacements: [String: StoredTensor]) {
        tensors = base.tensors.merging(replacements) { $1 }
        origin = base.origin
        self.base = base
        replaced = Set(replacements.keys)
    }

    /// What was made of the tensors called `names` for `use`, or will be: layers of the same tensors share it.
    func once<Value: Sendable>(
        _ use: String, _ names: [String], make: @escaping @Sendable () throws -> Value
    ) -> Once<Value> {
        if let base, replaced.isDisjoint(with: names) { return base.once(use, names, make: make) }
        return prepared.withLock { prepared in
            let key = "\(use) \(names)"
            if let known = prepared[key]?.object as? Once<Value> { return known }
            let once = Once(make)
            prepared[key] = WeakReference(object: once)
            return once
        }
    }
}

private struct WeakReference: Sendable {
    weak let object: (any AnyObject & Sendable)?
}
