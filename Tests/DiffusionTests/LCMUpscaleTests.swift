import Diffusion
import Tensors
import TestSupport
import Testing

/// Truth: ComfyUI's `sample_lcm_upscale` on the analytic model, recorded by `Tests/Golden/Diffusion/make_growth.py`.
struct LCMUpscaleTests {
    struct Recorded: Decodable {
        struct Case: Decodable {
            let ratio: Double
            let steps: Int?
            let method: String
            let shape: [Int]
            let end: String
        }

        let shape: [Int]
        let seed: UInt64
        let sigmas: [Float]
        let cases: [Case]
    }

    private static let methods: [String: ResizeMethod] = [
        "bislerp": .bislerp, "nearest-exact": .nearestExact, "bilinear": .bilinear, "bicubic": .bicubic,
    ]

    @Test func `the latent grows as in ComfyUI, with the noise that comes after the initial one`() throws {
        let recorded = try Golden.read("growth", as: Recorded.self)
        #expect(recorded.cases.count == 4)
        for wanted in recorded.cases {
            let method = try #require(Self.methods[wanted.method])
            let sampler = LCMUpscaleSampler(ratio: wanted.ratio, steps: wanted.steps, method: method)
            let run = SamplerRun(
                sigmas: recorded.sigmas, sampling: .discrete(.sample),
                denoiser: Denoiser { AnalyticModel.clean($0, $1, tilt: 0.5) })
            let latent = initialNoise(seed: recorded.seed, shape: recorded.shape) * recorded.sigmas[0]
            var state = sampler.start(latent, seed: recorded.seed, in: run)
            try sampler.finish(&state, in: run)
            #expect(state.latent.shape == wanted.shape)
            let error = relativeError(state.latent.array, try Golden.floats(wanted.end))
            #expect(error < 1e-5, "\(wanted.method): off by \(error)")
        }
    }
}
