import Tensors

/// One of the ways in which a file says what is to be added to a weight.
protocol AddedChange: Sendable {
    /// What `alpha` is divided by, to give a factor on the change; nil if it is no factor here, or means something else.
    func rank(for shape: [Int]) -> Int?

    /// Whether it can change a tensor of this shape.
    func fits(_ shape: [Int]) -> Bool

    /// What is added, before strength and factor.
    ///
    /// - Parameter strength: the user's, for changes that do not grow with it in proportion.
    /// - Shapes: as `original`.
    func delta(_ original: Tensor, strength: Double) throws -> Tensor
}

extension StoredTensor {
    /// The first of its numbers, which is the only one of an `alpha`.
    func number() throws -> Double? {
        try tensor().array.first.map(Double.init)
    }
}

/// A tensor as a matrix of its rows.
func flat(_ tensor: Tensor) -> Tensor {
    tensor.reshaped([tensor.shape[0], tensor.count / tensor.shape[0]])
}
