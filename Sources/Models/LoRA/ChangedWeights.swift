import Kernels
import Tensors

/// A tensor of a model with a change added, computed when a layer reads it.
struct ChangedWeights: WeightSource {
    let original: StoredTensor
    let change: WeightChange
    /// `weight` or `bias`.
    let leaf: String
    let strength: Double
    /// Whether the sum is rounded to 16 bits.
    let isRounded: Bool

    func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        let delta = try change.delta(original.shape, leaf)
        var sum = try original.tensor().adding(delta, times: Float(strength * change.scale()))
        if isRounded {
            sum.withMutableValues { values in
                for index in 0..<values.count { values[index] = Float(Float16(values[index])) }
            }
        }
        return try body(bytes(of: sum.values))
    }
}
