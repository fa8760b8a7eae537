import Diffusion
import Engine

/// What the output of a model with continuous noise levels means.
enum ContinuousPrediction: String, Choice {
    case velocity = "v_prediction"
    case preconditioned = "edm"
    case playground = "edm_playground_v2.5"
    case noise = "eps"
    case cosmosFlow = "cosmos_rflow"
}

/// Samples a model over continuous noise levels, as Karras' models are trained.
struct ModelSamplingContinuousEDM: Node {
    static let category = "model/patch"
    static let summary = "Sample a model over continuous noise levels."

    @Input("The model.") var model: Model
    @Input("What the model predicts.") var sampling: ContinuousPrediction
    @Input("The highest noise level.", in: 0...1000, step: 0.001) var sigmaMax = 120.0
    @Input("The lowest noise level.", in: 0...1000, step: 0.001) var sigmaMin = 0.002

    @Output var changed: Model

    func run(_ context: RunContext) throws {
        guard sigmaMin > 0, sigmaMin < sigmaMax else {
            throw ModelPatchError.noLevels(lowest: sigmaMin, highest: sigmaMax)
        }
        func continuous(_ prediction: Prediction, dataDeviation: Float = 1) -> ModelSampling {
            .continuous(prediction, from: sigmaMin, to: sigmaMax, dataDeviation: dataDeviation)
        }
        changed = model
        switch sampling {
        case .velocity: changed.sampling = continuous(.velocity)
        case .preconditioned, .playground: changed.sampling = continuous(.preconditioned, dataDeviation: 0.5)
        case .noise: changed.sampling = continuous(.noise)
        case .cosmosFlow: changed.sampling = continuous(.cosmosFlow)
        }
        if sampling == .playground { changed.latentFormat = .playground }
    }
}
