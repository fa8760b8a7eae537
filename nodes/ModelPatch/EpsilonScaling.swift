import Diffusion
import Engine
import Tensors

/// Shrinks the predicted noise a little, against errors that samplers pile up.
struct EpsilonScaling: Node {
    static let typeName = "Epsilon Scaling"
    static let category = "model/patch/unet"
    static let summary = "Shrink the predicted noise a little, against exposure bias."

    @Input("The model.") var model: Model
    @Input("What the predicted noise is divided by.", in: 0.5...1.5, step: 0.001) var scalingFactor = 1.005

    @Output var changed: Model

    func run(_ context: RunContext) {
        let factor = Float(scalingFactor)
        changed = model
        changed.guidance.after.append { step, guided in step.latent - (step.latent - guided) / factor }
    }
}

// Source: Ning et al. 2023, “Elucidating the Exposure Bias in Diffusion Models”, with its uniform schedule.
