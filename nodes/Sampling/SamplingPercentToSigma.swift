import Diffusion
import Engine

/// Tells the noise level after a part of the way.
struct SamplingPercentToSigma: Node {
    static let category = "model/sampling/sigmas"
    static let summary = "Tell a model's noise level after a part of the steps."

    @Input("The model that will denoise.") var model: Model
    @Input("The part of the way: 0 is pure noise, 1 the picture.", in: 0...1, step: 0.0001) var samplingPercent = 0.0
    @Input("Whether 0 and 1 give the model's own ends rather than beyond them.") var returnActualSigma = false

    @Output("sigma_value") var sigma: Double

    func run(_ context: RunContext) {
        let sampling = model.sampling
        sigma =
            switch samplingPercent {
            case 0 where returnActualSigma: Double(sampling.highestSigma)
            case 1 where returnActualSigma: Double(sampling.lowestSigma)
            default: sampling.sigma(progress: samplingPercent)
            }
    }
}
