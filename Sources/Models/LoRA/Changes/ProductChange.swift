import Tensors

/// A product of thin factors; for a convolution there may be a small kernel between them (LoCon).
///
/// - Shapes: `up` [outputs, rank], `down` [rank, inputs] or [rank, inputs, h, w], `middle` [rank, rank, h, w].
/// - Source: Hu et al. 2021, “LoRA”.
struct ProductChange: AddedChange {
    let up: StoredTensor, down: StoredTensor
    let middle: StoredTensor?

    init(up: StoredTensor, down: StoredTensor, middle: StoredTensor?) throws(WeightChange.Misfit) {
        guard up.shape.count >= 2, down.shape.count >= 2, middle != nil || up.shape[1] == down.shape[0],
            up.count > 0, up.count == up.shape[0] * up.shape[1]
        else {
            throw WeightChange.Misfit(fact: "do not fit each other: \(up.shape) and \(down.shape)")
        }
        if let middle {
            guard middle.shape.count == 4, middle.count > 0, middle.shape[0] == up.shape[1],
                middle.shape[1] == down.shape[0], down.count == down.shape[0] * down.shape[1]
            else { throw WeightChange.Misfit(fact: "do not fit their middle: \(middle.shape)") }
        }
        (self.up, self.down, self.middle) = (up, down, middle)
    }

    func rank(for shape: [Int]) -> Int? { down.shape[0] }

    func fits(_ shape: [Int]) -> Bool {
        let kernel = middle.map { $0.shape[2] * $0.shape[3] } ?? 1
        return up.shape[0] == shape.first
            && up.count / up.shape[1] * (down.count / down.shape[0]) * kernel == shape.reduce(1, *)
    }

    func delta(_ original: Tensor, strength: Double) throws -> Tensor {
        guard let middle else {
            return matmul(flat(try up.tensor()), flat(try down.tensor())).reshaped(original.shape)
        }
        // Of every place of the kernel, the middle mixes what goes in.
        let inputs = transposed(flat(try down.tensor()), [1, 0])
        let mixed = matmul(inputs, flat(transposed(try middle.tensor(), [1, 0, 2, 3])))
        let columns = transposed(
            mixed.reshaped([inputs.shape[0], up.shape[1], middle.shape[2] * middle.shape[3]]), [1, 0, 2])
        return matmul(flat(try up.tensor()), flat(columns)).reshaped(original.shape)
    }

    /// Whether a layer of this shape takes at most half as long again with the factors as they are; weights that are smaller,
    /// or factors that are larger, are added up instead.
    func isThin(for shape: [Int]) -> Bool {
        guard shape.count == 2 || shape.count == 4 else { return false }
        return up.count + (middle?.count ?? 0) + down.count <= shape.reduce(1, *) / 2
    }
}
