import Diffusion
import Engine

/// What a model's output means.
enum DiscretePrediction: String, Choice {
    case noise = "eps"
    case velocity = "v_prediction"
    case consistency = "lcm"
    case sample = "x0"
    case image = "img_to_img"
    case imageFlow = "img_to_img_flow"
}

/// Changes what a model's output is taken to mean, and how far its noise goes.
struct ModelSamplingDiscrete: Node {
    static let category = "model/patch"
    static let summary = "Sample a model with another kind of prediction, or up to pure noise."

    @Input("The model.") var model: Model
    @Input("What the model predicts.") var sampling: DiscretePrediction
    @Input("Whether nothing of the picture is left at the highest noise level.") var zsnr = false

    @Output var changed: Model

    func run(_ context: RunContext) throws {
        let table = NoiseTable(endsInPureNoise: zsnr)
        changed = model
        switch sampling {
        case .noise: changed.sampling = .discrete(.noise, table)
        case .velocity: changed.sampling = .discrete(.velocity, table)
        case .consistency: changed.sampling = .distilled(.consistency, table)
        case .sample: changed.sampling = .discrete(.sample, table)
        case .image: changed.sampling = .discrete(.image, table)
        case .imageFlow: throw ModelPatchError.unsupported(option: "img_to_img_flow", of: "sampling")
        }
    }
}
