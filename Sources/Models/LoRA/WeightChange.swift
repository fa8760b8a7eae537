import Tensors

/// What becomes of one tensor of a model: something is added to it, or another takes its place.
struct WeightChange: Sendable {
    struct Misfit: Error {
        let fact: String
    }

    private let added: (any AddedChange)?
    private let biasDifference: StoredTensor?
    private let replacement: StoredTensor?
    /// Divided by the rank; nil if the file has none.
    private let alpha: StoredTensor?
    /// The length that each row, or each column, of the changed tensor gets (DoRA).
    private let magnitude: StoredTensor?

    init(_ factors: [Factor: StoredTensor]) throws(Misfit) {
        magnitude = factors[.magnitude]
        biasDifference = factors[.biasDifference]
        replacement = factors[.replacement]
        alpha = factors[.alpha]
        added = try Self.added(factors)
        guard added != nil || biasDifference != nil || replacement != nil else {
            throw Misfit(fact: "are not complete")
        }
    }

    func touches(_ leaf: String) -> Bool {
        leaf == "weight" ? added != nil || replacement != nil : biasDifference != nil
    }

    /// Whether the change has as many elements as a tensor of this shape, in rows of the same length.
    func fits(_ shape: [Int], _ leaf: String) -> Bool {
        guard leaf == "weight" else { return biasDifference?.count == shape.reduce(1, *) }
        if let replacement { return replacement.count == shape.reduce(1, *) }
        if let magnitude {
            guard shape.count >= 2, magnitude.count == (magnitude.shape.first == shape[0] ? shape[0] : shape[1]) else {
                return false
            }
        }
        return added?.fits(shape) ?? false
    }

    /// The factors of a change that is their product, if a layer of this shape can take them beside its weight; nil for what is
    /// to be added up instead.
    func thinFactors(for shape: [Int]) -> ProductChange? {
        guard let product = added as? ProductChange, magnitude == nil, replacement == nil, product.isThin(for: shape)
        else { return nil }
        return product
    }

    /// Factor of the change beside the user's strength.
    func scale(for shape: [Int]) throws -> Double {
        guard let alpha, let rank = added?.rank(for: shape), rank > 0 else { return 1 }
        return (try alpha.number() ?? 1) / Double(rank)
    }

    /// The tensor after the change.
    ///
    /// - Source: Liu et al. 2024, “DoRA”, as ComfyUI computes it: rows are measured before the change, columns after it.
    func changed(_ original: Tensor, _ leaf: String, strength: Double) throws -> Tensor {
        guard leaf == "weight" else {
            guard let biasDifference else { preconditionFailure("no change of the bias") }
            return original.adding(try biasDifference.tensor().reshaped(original.shape), times: Float(strength))
        }
        if let replacement { return try replacement.tensor().reshaped(original.shape) }
        guard let added else { preconditionFailure("no change of the weight") }
        let delta = try added.delta(original, strength: strength)
        let scale = try scale(for: original.shape)
        guard let magnitude else { return original.adding(delta, times: Float(strength * scale)) }
        let (rows, columns) = (original.shape[0], original.shape[1])
        let isByRow = magnitude.shape.first == rows
        precondition(magnitude.count == (isByRow ? rows : columns), "a magnitude of \(magnitude.shape)")
        let whole = original.adding(delta, times: Float(scale))
        let wanted = try magnitude.tensor().array
        let cells = original.count / max(rows * columns, 1)
        let measured = isByRow ? original.array : whole.array
        var squares = [Float](repeating: 0, count: wanted.count)
        for (index, value) in measured.enumerated() {
            squares[isByRow ? index / (columns * cells) : index / cells % columns] += value * value
        }
        let factors = zip(wanted, squares).map { $0 / ($1.squareRoot() + Float.ulpOfOne) }
        let (before, after) = (original.array, whole.array)
        let share = Float(strength)
        let values = after.indices.map { index in
            let scaled = after[index] * factors[isByRow ? index / (columns * cells) : index / cells % columns]
            return share == 1 ? scaled : before[index] + share * (scaled - before[index])
        }
        return Tensor(values, shape: original.shape)
    }
}
