import Diffusion
import Engine
import Tensors

/// How latents become larger on their way.
enum GrowthMethod: String, Choice {
    case bislerp
    case nearestExact = "nearest-exact"
    case bilinear, area, bicubic

    fileprivate var method: ResizeMethod {
        switch self {
        case .bislerp: .bislerp
        case .nearestExact: .nearestExact
        case .bilinear: .bilinear
        case .area: .area
        case .bicubic: .bicubic
        }
    }
}

/// The sampler of latent consistency models, which makes the latent larger on its way.
struct SamplerLCMUpscale: Node {
    static let category = "model/sampling/samplers"
    static let summary = "The sampler of latent consistency models; the latent grows from step to step."

    @Input("How many times larger the latent becomes.", in: 0.1...20) var scaleRatio = 1.0
    @Input("In how many steps; -1 for half of them.", in: -1...1000) var scaleSteps = -1
    @Input("How cells are interpolated.") var upscaleMethod: GrowthMethod

    @Output var sampler: ChosenSampler

    func run(_ context: RunContext) {
        sampler = ChosenSampler(
            LCMUpscaleSampler(
                ratio: scaleRatio, steps: scaleSteps < 0 ? nil : scaleSteps, method: upscaleMethod.method))
        sampler.changesSize = true
    }
}
