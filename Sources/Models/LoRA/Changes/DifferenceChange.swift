import Tensors

/// The difference itself.
struct DifferenceChange: AddedChange {
    let difference: StoredTensor

    func rank(for shape: [Int]) -> Int? { nil }

    func fits(_ shape: [Int]) -> Bool { difference.count == shape.reduce(1, *) }

    func delta(_ original: Tensor, strength: Double) throws -> Tensor {
        try difference.tensor().reshaped(original.shape)
    }
}
