import Tensors

/// A Kronecker product, each side whole or in factors (LoKr).
///
/// - Shapes: `first` [M, N], `second` [O, P, ...] → [M · O, N · P, ...].
/// - Source: Yeh et al. 2023, “Navigating Text-To-Image Customization: From LyCORIS Fine-Tuning to Model Evaluation”.
struct KroneckerChange: AddedChange {
    enum Side: Sendable {
        case whole(StoredTensor)
        case factors(FactoredKernel)

        var shape: [Int] {
            switch self {
            case .whole(let tensor): tensor.shape
            case .factors(let factors): factors.shape
            }
        }

        var rank: Int? {
            guard case .factors(let factors) = self else { return nil }
            return factors.rank
        }

        func tensor() throws -> Tensor {
            switch self {
            case .whole(let tensor): try tensor.tensor()
            case .factors(let factors): try factors.tensor()
            }
        }
    }

    let first: Side, second: Side

    init(_ first: Side, _ second: Side) throws(WeightChange.Misfit) {
        guard first.shape.count == 2, second.shape.count >= 2, !(first.shape + second.shape).contains(0) else {
            throw WeightChange.Misfit(fact: "do not fit each other")
        }
        (self.first, self.second) = (first, second)
    }

    func rank(for shape: [Int]) -> Int? { second.rank ?? first.rank }

    func fits(_ shape: [Int]) -> Bool {
        (first.shape + second.shape).reduce(1, *) == shape.reduce(1, *)
    }

    func delta(_ original: Tensor, strength: Double) throws -> Tensor {
        let (a, b) = (try first.tensor(), try second.tensor())
        let outer = matmul(a.reshaped([a.count, 1]), b.reshaped([1, b.count]))
        return transposed(
            outer.reshaped([a.shape[0], a.shape[1], b.shape[0], b.count / b.shape[0]]), [0, 2, 1, 3]
        ).reshaped(original.shape)
    }
}
