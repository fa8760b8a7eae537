import Diffusion
import Engine
import Foundation
import Tensors

/// Makes pictures richer or smoother: rescales the predicted noise by how much of it there is still.
struct TemporalScoreRescaling: Node {
    static let displayName = "TSR - Temporal Score Rescaling"
    static let category = "model/patch/unet"
    static let summary =
        "Rescale the predicted noise over the way: below 1 for more detail, above 1 for smoother pictures."

    @Input("The model.") var model: Model
    @Input("Strength: 1 changes nothing.", in: 0.01...100, step: 0.001) var tsrK = 0.95
    @Input("How early it takes effect.", in: 0.01...100, step: 0.001) var tsrSigma = 1.0

    @Output("patched_model") var changed: Model

    func run(_ context: RunContext) {
        let (strength, variance) = (tsrK, Float(tsrSigma * tsrSigma))
        let isFlow = model.sampling.prediction.isFlow
        changed = model
        guard strength != 1 else { return }
        changed.guidance.after.append { step, guided in
            guard step.sigma != 0 else { return guided }
            let signal = isFlow ? 1 - step.sigma : 1
            let ratio = (signal / step.sigma) * (signal / step.sigma)
            guard ratio != 0 else { return guided }
            let factor =
                ratio.isInfinite
                ? Float(strength) : (ratio * variance + 1) / (ratio * variance / Float(strength) + 1)
            return lerp(step.latent / signal, guided, factor)
        }
    }
}

// Source: https://arxiv.org/abs/2510.01184, equation 6.
