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
    public struct Step {
        /// The noisy latent [N, C, H, W].
        public let latent: Tensor
        public let sigma: Float
        public let scale: Double

        /// Predictions of the clean latent; the negative one is zero where it was skipped.
        public var positive: Tensor
        public var negative: Tensor

        /// Whether there are a negative prompt and a prediction for it.
        public var hasNegative = true

        /// Whether guidance compares further predictions with these two.
        public var hasOthers = false

        /// What the model predicts under the positive prompts when it is made worse.
        public let perturbed: (Perturbation) throws -> Tensor

        /// What else the model can be asked at this noise level; nil where nothing else is known, as in tests.
        public var model: ConditionedModel?

        /// - Parameter perturbed: by default, nothing makes the model worse.
        public init(
            latent: Tensor, sigma: Float, scale: Double, positive: Tensor, negative: Tensor,
            perturbed: ((Perturbation) throws -> Tensor)? = nil
        ) {
            self.latent = latent
            self.sigma = sigma
            self.scale = scale
            self.positive = positive
            self.negative = negative
            self.perturbed = perturbed ?? { _ in positive }
        }
    }

    /// - Parameter model: its side 0 is the positive prompt, its side 1 the negative one.
    public func denoiser(_ model: ConditionedModel) -> Denoiser {
        Denoiser(guided: { latent, sigma, needsNegative in
            let skipsNegative = isNeutral && !alwaysPredictsNegative && !needsNegative
            let predictions = try model(latent, sigma, sides: skipsNegative ? [0] : [0, 1])
            var step = Step(
                latent: latent, sigma: sigma, scale: scale, positive: predictions[0],
                negative: skipsNegative ? Tensor(zeros: latent.shape) : predictions[1]
            ) { try model(latent, sigma, sides: [0], perturbed: $0)[0] }
            step.model = model
            step.hasNegative = !skipsNegative && model.hasPrompts(onSide: 1)
            for change in before { (step.positive, step.negative) = try change(step) }

            return Denoised(
                try combined(step, isPlain: skipsNegative && before.isEmpty), unconditional: step.negative)
        })
    }

    /// One prediction from the two of `step`; `before` is the caller's business.
    public func combined(_ step: Step) throws -> Tensor {
        try combined(step, isPlain: false)
    }

    /// - Parameter isPlain: whether the positive prediction is all that there is.
    private func combined(_ step: Step, isPlain: Bool) throws -> Tensor {
        var guided: Tensor
        if let combine {
            guided = try combine(step)
        } else if isPlain {
            guided = step.positive
        } else {
            guided = step.negative + (step.positive - step.negative) * Float(step.scale)
        }
        for change in after { guided = try change(step, guided) }
        return guided
    }

    /// Whether it ends at the positive prompt: Python's `math.isclose` to 1.
    public var isNeutral: Bool { abs(scale - 1) <= 1e-9 * max(abs(scale), 1) }
}
