import Diffusion
import Engine
import Tensors

/// Leads away from what the model makes when places of the picture do not look at each other.
struct PerturbedAttentionGuidance: Node {
    static let category = "model/patch/unet"
    static let summary = "Guide away from what the model makes without attention in its middle."

    @Input("The model.") var model: Model
    @Input("How far to lead away; each step asks the model once more.", in: 0...100, step: 0.01, rounding: 0.01)
    var scale = 3.0

    @Output var changed: Model

    func run(_ context: RunContext) {
        changed = model
        guard scale != 0 else { return }
        let scale = Float(scale)
        changed.guidance.after.append { step, guided in
            guided + (step.positive - (try step.perturbed(.stillMiddle))) * scale
        }
    }
}

// Source: Ahn et al. 2024, “Self-Rectifying Diffusion Sampling with Perturbed-Attention Guidance”.
