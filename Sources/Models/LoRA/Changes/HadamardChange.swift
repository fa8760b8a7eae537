import Tensors

/// Two products, multiplied element by element (LoHa).
///
/// - Source: Hyeon-Woo, Ye-Bin and Oh 2022, “FedPara”.
struct HadamardChange: AddedChange {
    let first: FactoredKernel, second: FactoredKernel

    init(_ first: FactoredKernel?, _ second: FactoredKernel?) throws(WeightChange.Misfit) {
        guard let first, let second, first.shape == second.shape else {
            throw WeightChange.Misfit(fact: "do not fit each other")
        }
        (self.first, self.second) = (first, second)
    }

    func rank(for shape: [Int]) -> Int? { first.rank }

    func fits(_ shape: [Int]) -> Bool {
        first.shape[0] == shape.first && first.shape.reduce(1, *) == shape.reduce(1, *)
    }

    func delta(_ original: Tensor, strength: Double) throws -> Tensor {
        try first.tensor().reshaped(original.shape) * second.tensor().reshaped(original.shape)
    }
}
