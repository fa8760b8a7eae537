import Diffusion
import Engine
import Tensors

/// Keeps guidance from making any cell of a latent longer than the positive prediction has it.
struct CFGNorm: Node {
    static let category = "advanced/guidance"
    static let summary = "Keep guidance from exceeding the positive prediction's magnitude."

    @Input("The model.") var model: Model
    @Input("Factor on the result; with pre_cfg, how much of the change is taken.", in: 0...100) var strength = 1.0
    @Input("Whether predicted noise is scaled rather than the picture, up as well as down.", optional: true)
    var preCfg = false

    @Output("patched_model") var changed: Model

    func run(_ context: RunContext) {
        let factor = Float(strength)
        changed = model
        if preCfg {
            changed.guidance.combine = { step in
                let positive = step.latent - step.positive
                let negative = step.latent - step.negative
                let guided = negative + (positive - negative) * Float(step.scale)
                let ratios = positive.channelNorms.combined(with: guided.channelNorms) { wanted, found in
                    found > 0 ? wanted / max(found, 1e-12) : 1
                }
                let scaled = guided * ratios.broadcast(to: guided.shape)
                return step.latent - (scaled * factor + guided * (1 - factor))
            }
        } else {
            changed.guidance.after.append { step, guided in
                let ratios = step.positive.channelNorms / (guided.channelNorms + 1e-8)
                return guided * clamp(ratios, 0...1).broadcast(to: guided.shape) * factor
            }
        }
    }
}
