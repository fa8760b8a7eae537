import Tensors

extension Tensor {
    /// Pictures [N, H, W, C] with the channels that `other` has: transparency is dropped, or added as opaque.
    func fittedAlpha(to other: Tensor) -> Tensor {
        let (own, wanted) = (shape[3], other.shape[3])
        if own > wanted { return sliced(axis: 3, 0..<wanted) }
        guard own < wanted else { return self }
        return concatenate([self, Tensor(repeating: 1, shape: shape.dropLast() + [wanted - own])], axis: 3)
    }
}
