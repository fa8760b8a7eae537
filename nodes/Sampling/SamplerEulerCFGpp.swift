import Diffusion
import Engine

/// Which form of CFG++ Euler's method takes.
enum EulerCFGPPVersion: String, Choice {
    case regular
    case alternative
}

/// Euler's method with the prediction for the negative prompt in its step.
struct SamplerEulerCFGpp: Node {
    static let displayName = "SamplerEulerCFG++"
    static let category = "experimental"
    static let summary = "Euler's method in one of two forms of CFG++."

    @Input("The form.") var version: EulerCFGPPVersion

    @Output var sampler: ChosenSampler

    func run(_ context: RunContext) {
        switch version {
        case .regular: sampler = ChosenSampler(.eulerCFGPP)
        case .alternative: sampler = ChosenSampler(EulerTowardsNegativeSampler())
        }
    }
}
