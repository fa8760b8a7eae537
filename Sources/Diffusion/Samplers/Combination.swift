import Tensors

/// a·x + b·y, each product rounded before they are added.
func combine(_ a: Float, _ x: Tensor, _ b: Float, _ y: Tensor) -> Tensor {
    x * a + y * b
}

extension Tensor {
    /// The product with each of these in turn: rounding depends on the order.
    func scaled(by factors: Float...) -> Tensor {
        factors.reduce(self) { $0 * $1 }
    }
}
