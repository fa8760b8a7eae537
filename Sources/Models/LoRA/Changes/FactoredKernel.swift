import Tensors

/// A matrix as a product of two, or a convolution's kernel from its middle and a matrix for either side.
///
/// - Shapes: `a` [O, rank] and `b` [rank, N, ...] → [O, N, ...]; with `middle` [I, J, h, w], `a` [I, O] and `b` [J, N] →
///   [O, N, h, w].
struct FactoredKernel: Sendable {
    let a: StoredTensor, b: StoredTensor
    let middle: StoredTensor?

    /// Nil if the factors do not fit each other.
    init?(a: StoredTensor, b: StoredTensor, middle: StoredTensor?) {
        guard a.shape.count == 2, b.shape.count >= 2, a.count > 0, b.count > 0 else { return nil }
        if let middle {
            guard b.shape.count == 2, middle.shape.count == 4, middle.count > 0, middle.shape[0] == a.shape[0],
                middle.shape[1] == b.shape[0]
            else { return nil }
        } else {
            guard a.shape[1] == b.shape[0] else { return nil }
        }
        (self.a, self.b, self.middle) = (a, b, middle)
    }

    var rank: Int { b.shape[0] }

    var shape: [Int] {
        guard let middle else { return [a.shape[0]] + b.shape.dropFirst() }
        return [a.shape[1], b.shape[1], middle.shape[2], middle.shape[3]]
    }

    func tensor() throws -> Tensor {
        let (a, b) = (try a.tensor(), try b.tensor())
        guard let middle = try middle?.tensor() else { return matmul(a, flat(b)).reshaped(shape) }
        let (first, second, cells) = (middle.shape[0], middle.shape[1], middle.shape[2] * middle.shape[3])
        // [O, I] · [I, J · cells], then over J.
        let mixed = matmul(transposed(a, [1, 0]), middle.reshaped([first, second * cells]))
        let rows = a.shape[1]
        let byPlace = transposed(mixed.reshaped([rows, second, cells]), [0, 2, 1]).reshaped([rows * cells, second])
        return transposed(matmul(byPlace, b).reshaped([rows, cells, b.shape[1]]), [0, 2, 1]).reshaped(shape)
    }
}
