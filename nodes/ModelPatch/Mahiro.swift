import Diffusion
import Engine
import Tensors

/// Follows the positive prediction the more, the less guidance agrees with the negative one.
struct Mahiro: Node {
    static let displayName = "Positive-Biased Guidance"
    static let category = "experimental"
    static let summary = "Let guidance follow the positive prompt more where it differs from the negative one."

    @Input("The model.") var model: Model

    @Output("patched_model") var changed: Model

    func run(_ context: RunContext) {
        changed = model
        changed.guidance.after.append { step, guided in
            let leap = step.positive * Float(step.scale)
            let merged = (leap + guided) / 2
            func root(_ value: Float) -> Float { value < 0 ? -(-value).squareRoot() : value.squareRoot() }
            let likeness = meanLikeness(
                (step.negative * Float(step.scale)).mapped(root), merged.mapped(root))
            let share = 2 * (likeness + 1)
            return (guided * share + leap * (4 - share)) / 4
        }
    }
}

/// The cosine of the angle between the channels of two latents, averaged over all cells.
///
/// - Shapes: [N, C, H, W] each.
private func meanLikeness(_ a: Tensor, _ b: Tensor) -> Float {
    let product = (a * b).overChannels { $0.reduce(0, +) }
    let least: Float = 1e-8
    let cosines = product / (a.channelNorms.mapped { max($0, least) } * b.channelNorms.mapped { max($0, least) })
    return cosines.mean
}
