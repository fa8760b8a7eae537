import Kernels
import Tensors

/// A tensor of a model with a change added, computed when a layer reads it. The sum is 32 bits wide, whatever the file's
/// type: rounding it would cost a level in a picture here and there.
struct ChangedWeights: WeightSource {
    let original: StoredTensor
    let change: WeightChange
    /// `weight` or `bias`.
    let leaf: String
    let strength: Double

    func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        let sum = try change.changed(original.tensor(), leaf, strength: strength)
        return try body(bytes(of: sum.values))
    }
}

/// Layers take a product of thin factors as it is, so that nothing of the model is copied.
extension ChangedWeights: LowRankSum {
    var parts: LowRankParts? {
        guard leaf == "weight", let factors = change.thinFactors(for: original.shape) else { return nil }
        let (change, strength, shape) = (change, strength, original.shape)
        return LowRankParts(base: original, down: factors.down, middle: factors.middle, up: factors.up) {
            Float(strength * (try change.scale(for: shape)))
        }
    }
}
