import Diffusion
import Engine

/// What the output of a model that is told the noise's angle means.
enum AnglePrediction: String, Choice {
    case velocity = "v_prediction"
}

/// Samples a model over continuous noise levels, told as the angle between signal and noise.
struct ModelSamplingContinuousV: Node {
    static let category = "model/patch"
    static let summary = "Sample a velocity model over continuous noise levels."

    @Input("The model.") var model: Model
    @Input("What the model predicts.") var sampling: AnglePrediction
    @Input("The highest noise level.", in: 0...1000, step: 0.001) var sigmaMax = 500.0
    @Input("The lowest noise level.", in: 0...1000, step: 0.001) var sigmaMin = 0.03

    @Output var changed: Model

    func run(_ context: RunContext) throws {
        guard sigmaMin > 0, sigmaMin < sigmaMax else {
            throw ModelPatchError.noLevels(lowest: sigmaMin, highest: sigmaMax)
        }
        changed = model
        changed.sampling = .continuousAngle(.velocity, from: sigmaMin, to: sigmaMax)
    }
}
