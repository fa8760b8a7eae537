import Foundation
import Tensors

/// Steers a model from what it predicts under the negative prompt to what it predicts under the positive one, and beyond.
///
/// - Source: Ho and Salimans 2022; `sampling_function` in ComfyUI's `samplers.py`, with the places where patches join in.
public struct ClassifierFreeGuidance: Sendable {
    /// How far to go: 1 ends at the positive prompt and needs no prediction for the negative one.
    public var scale: Double

    /// Whether the negative prompt is predicted for even at a scale of 1, as some patches need it.
    public var alwaysPredictsNegative = false

    /// Changes the two predictions before they are combined, in turn.
    public var before: [@Sendable (Step) throws -> (positive: Tensor, negative: Tensor)] = []

    /// Takes the place of the plain combination.
    public var combine: (@Sendable (Step) throws -> Tensor)?

    /// Changes the combined prediction, in turn.
    public var after: [@Sendable (Step, Tensor) throws -> Tensor] = []

    public init(scale: Double) {
        self.scale = scale
    }

    /// What guidance knows in one call.
    public struct Step: Sendable {
        /// The noisy latent [N, C, H, W].
        public let latent: Tensor
        public let sigma: Float
        public let scale: Double

        /// Predictions of the clean latent; the negative one is zero where it was skipped.
        public var positive: Tensor
        public var negative: Tensor
    }

    /// - Parameter model: its side 0 is the positive prompt, its side 1 the negative one.
    public func denoiser(_ model: ConditionedModel) -> Denoiser {
        Denoiser(guided: { latent, sigma, needsNegative in
            let skipsNegative = isOne && !alwaysPredictsNegative && !needsNegative
            let predictions = try model(latent, sigma, sides: skipsNegative ? [0] : [0, 1])
            var step = Step(
                latent: latent, sigma: sigma, scale: scale, positive: predictions[0],
                negative: skipsNegative ? Tensor(zeros: latent.shape) : predictions[1])
            for change in before { (step.positive, step.negative) = try change(step) }

            var guided: Tensor
            if let combine {
                guided = try combine(step)
            } else if skipsNegative && before.isEmpty {
                guided = step.positive
            } else {
                guided = step.negative + (step.positive - step.negative) * Float(scale)
            }
            for change in after { guided = try change(step, guided) }
            return Denoised(guided, unconditional: step.negative)
        })
    }

    /// Python's `math.isclose`.
    private var isOne: Bool { abs(scale - 1) <= 1e-9 * max(abs(scale), 1) }
}
