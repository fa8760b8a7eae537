import Tensors

/// The tensors of a file, seen from one path: `weights / "input_blocks.1"` looks at what lies below that name.
///
/// Models are made from it; nothing is read until a layer is used for the first time.
public struct Weights: Sendable {
    /// The path that names are relative to; empty at the top.
    public let path: String
    /// What a user can do if a tensor is missing or misshapen; part of the error.
    public let remedy: String
    let store: WeightStore

    /// - Parameter origin: the file, as messages call it.
    public init(
        _ tensors: [String: StoredTensor], origin: String,
        remedy: String = "The file may be damaged or of another model family; choose another."
    ) {
        self.init(store: WeightStore(tensors, origin: origin), path: "", remedy: remedy)
    }

    private init(store: WeightStore, path: String, remedy: String) {
        self.store = store
        self.path = path
        self.remedy = remedy
    }

    public static func / (weights: Weights, name: String) -> Weights {
        Weights(store: weights.store, path: weights.fullName(name), remedy: weights.remedy)
    }

    /// The same weights with another advice for errors.
    public func advising(_ remedy: String) -> Weights {
        Weights(store: store, path: path, remedy: remedy)
    }

    /// The same weights with some tensors replaced; `replacements` are named relative to the path.
    ///
    /// Layers whose tensors are not replaced share their packed weights with layers made from the original.
    public func replacing(_ replacements: [String: StoredTensor]) -> Weights {
        let named = Dictionary(uniqueKeysWithValues: replacements.map { (fullName($0), $1) })
        return Weights(store: WeightStore(store, replacing: named), path: path, remedy: remedy)
    }

    public var origin: String { store.origin }

    /// The tensor called `name`, provided that it has this shape.
    public func callAsFunction(_ name: String, _ shape: Int...) throws(WeightsError) -> StoredTensor {
        try self(name, shape)
    }

    /// The tensor called `name`, provided that it has this shape.
    public func callAsFunction(_ name: String, _ shape: [Int]) throws(WeightsError) -> StoredTensor {
        let full = fullName(name)
        guard let tensor = store.tensors[full] else { throw error(.missing(full, shape: shape)) }
        guard tensor.shape == shape else {
            throw error(.misshapen(full, expected: shape, found: tensor.shape))
        }
        return tensor
    }

    public func has(_ name: String) -> Bool { store.tensors[fullName(name)] != nil }

    /// The shape of the tensor called `name`, or nil if there is none.
    public func shape(_ name: String) -> [Int]? { store.tensors[fullName(name)]?.shape }

    /// The shape of the tensor called `name`, which a model's configuration is read from.
    ///
    /// - Throws: if it is missing, does not have `rank` axes, or an axis is empty.
    public func shape(_ name: String, rank: Int) throws(WeightsError) -> [Int] {
        let full = fullName(name)
        guard let shape = store.tensors[full]?.shape else { throw error(.missing(full, shape: nil)) }
        guard shape.count == rank, shape.allSatisfy({ $0 > 0 }) else {
            throw error(.unsupported("tensor '\(full)' is \(shape), but \(rank) axes are due"))
        }
        return shape
    }

    /// Names of all tensors below the path, relative to it, in no order.
    public var names: [String] {
        guard !path.isEmpty else { return Array(store.tensors.keys) }
        let prefix = path + "."
        return store.tensors.keys.compactMap { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : nil }
    }

    /// Whether any tensor lies below `name`.
    public func hasAny(below name: String) -> Bool {
        let prefix = fullName(name) + "."
        return store.tensors.keys.contains { $0.hasPrefix(prefix) }
    }

    /// How many numbered parts lie below `name`: the highest number plus one, so that a gap is found as a missing tensor.
    public func count(of name: String) -> Int {
        let prefix = fullName(name) + "."
        var count = 0
        for key in store.tensors.keys where key.hasPrefix(prefix) {
            // A number beyond the number of tensors is no index that a model could have.
            guard let index = Int(key.dropFirst(prefix.count).prefix { $0 != "." }), index < store.tensors.count else {
                continue
            }
            count = max(count, index + 1)
        }
        return count
    }

    /// An error about these weights.
    public func error(_ problem: WeightsError.Problem) -> WeightsError {
        WeightsError(problem, origin: store.origin, remedy: remedy)
    }

    func fullName(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
