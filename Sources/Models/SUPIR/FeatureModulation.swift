import Layers
import Tensors

/// Scales and shifts what the way up is about to take in, by what a restoring network has seen at the same place; it sets in
/// gradually, as its last convolutions begin at zero.
///
/// - Source: `ZeroSFT` in SUPIR's `supir_unet.py`.
struct FeatureModulation: Sendable {
    /// Of the skip, and of the hidden state before it; 0 where there is no such.
    let skipWidth: Int, hiddenWidth: Int

    private let project: Conv2d
    private let norm: GroupNorm
    private let shared: Conv2d
    private let scale: Conv2d, shift: Conv2d

    /// - Parameters:
    ///   - width: of the features.
    ///   - skipWidth: of what is changed by itself before both are joined.
    init(_ weights: Weights, width: Int, skipWidth: Int) throws(WeightsError) {
        self.skipWidth = skipWidth
        let joined = try weights.shape("zero_mul.weight", rank: 4)[0]
        guard joined >= skipWidth else {
            throw weights.error(.unsupported("\(joined) channels at '\(weights.path)' do not hold \(skipWidth)"))
        }
        hiddenWidth = joined - skipWidth
        project = try Conv2d(weights / "zero_conv", from: width, to: skipWidth, kernel: 1)
        norm = try GroupNorm(weights / "param_free_norm", channels: joined)
        let between = try weights.shape("mlp_shared.0.weight", rank: 4)[0]
        shared = try Conv2d(weights / "mlp_shared.0", from: width, to: between, kernel: 3)
        scale = try Conv2d(weights / "zero_mul", from: between, to: joined, kernel: 3)
        shift = try Conv2d(weights / "zero_add", from: between, to: joined, kernel: 3)
    }

    /// - Shapes: `features` [N, H, W, width], `hidden` [N, H, W, hiddenWidth], `skip` [N, H, W, skipWidth]
    ///   → [N, H, W, hiddenWidth + skipWidth].
    func callAsFunction(_ features: Tensor, hidden: Tensor?, skip: Tensor, strength: Float) throws -> Tensor {
        func joined(_ skip: Tensor) -> Tensor { hidden.map { concatenate([$0, skip], axis: 3) } ?? skip }
        let normal = try norm(joined(project(features, adding: skip)))
        let between = try silu(shared(features))
        var change = try scale(between)
        change *= normal
        change += normal
        change += try shift(between)
        return strength == 1 ? change : lerp(joined(skip), change, strength)
    }
}
