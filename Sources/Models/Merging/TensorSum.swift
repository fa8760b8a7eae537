import Kernels
import Tensors

/// A weighted sum of two tensors of the same shape, computed when a layer reads it.
struct TensorSum: WeightSource {
    let first: StoredTensor, second: StoredTensor
    let firstFactor: Double, secondFactor: Double

    /// The sum of `first` and `second`, which is 32 bits wide.
    static func of(
        _ first: StoredTensor, _ second: StoredTensor, firstFactor: Double = 1, secondFactor: Double = 1
    ) -> StoredTensor {
        precondition(first.shape == second.shape, "a sum of \(first.shape) and \(second.shape)")
        return StoredTensor(
            shape: first.shape, element: .float32,
            source: TensorSum(first: first, second: second, firstFactor: firstFactor, secondFactor: secondFactor))
    }

    func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        let first = try first.tensor()
        let scaled = firstFactor == 1 ? first : first * Float(firstFactor)
        let sum = scaled.adding(try second.tensor(), times: Float(secondFactor))
        return try body(bytes(of: sum.values))
    }
}
