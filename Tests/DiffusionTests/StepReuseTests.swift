import Tensors
import TestSupport
import Testing

@testable import Diffusion

/// Truth: ComfyUI's own wrappers around the analytic model, recorded by `Tests/Golden/Diffusion/make_reuse.py`.
struct StepReuseTests {
    struct Recorded: Decodable {
        struct Case: Decodable {
            let level: String
            let threshold, start, end, scale: Double
            let together: Bool
            let sigmas: [Float]
            let skipped: [Bool]
            let end_latent: String
        }

        let shape: [Int]
        let seed: UInt64
        let cases: [Case]
    }

    @Test func `the steps that ComfyUI leaves out are left out, and the walk ends where ComfyUI's does`() throws {
        let recorded = try Golden.read("reuse", as: Recorded.self)
        #expect(Set(recorded.cases.map(\.level)) == ["network", "guidance"])
        for wanted in recorded.cases {
            #expect(wanted.skipped.contains(true) && wanted.skipped.contains(false))
            let (end, skipped) = try walk(wanted, shape: recorded.shape, seed: recorded.seed)
            #expect(skipped == wanted.skipped, "\(wanted.level), threshold \(wanted.threshold)")
            let error = relativeError(end.array, try Golden.floats(wanted.end_latent))
            #expect(error < 1e-5, "\(wanted.level), threshold \(wanted.threshold): off by \(error)")
        }
    }

    private func walk(_ wanted: Recorded.Case, shape: [Int], seed: UInt64) throws -> (Tensor, [Bool]) {
        let sampling = ModelSampling.discrete(.sample)
        let reuse = StepReuse(
            level: wanted.level == "network" ? .network : .guidance, threshold: wanted.threshold, start: wanted.start,
            end: wanted.end)
        let network = NetworkReuse(reuse, sampling, channels: shape[1])
        let guidance = GuidanceReuse(reuse, sampling)
        let isNetwork = reuse.level == .network
        var conditioned = try ConditionedModel(
            [0.5, -0.5].map { Conditioning([entry(tilt: $0)]) }, shape: shape, sampling: sampling,
            largestBatch: wanted.together ? .max : shape[0],
            network: { try isNetwork ? network($0, answer) : answer($0) })
        conditioned.onEvaluation = { network.beginEvaluation() }
        let guided = ClassifierFreeGuidance(scale: wanted.scale).denoiser(conditioned)
        let denoiser = isNetwork ? guided : guidance.denoiser(guided)

        var latent = initialNoise(seed: seed, shape: shape) * wanted.sigmas[0]
        var skipped: [Bool] = []
        for (sigma, next) in zip(wanted.sigmas, wanted.sigmas.dropFirst()) {
            let before = network.skipped + guidance.skipped
            let clean = try denoiser(latent, sigma)
            skipped.append(network.skipped + guidance.skipped > before)
            latent = latent + (latent - clean) / sigma * (next - sigma)
        }
        return (latent, skipped)
    }

    private func entry(tilt: Float) -> ConditioningEntry {
        ConditioningEntry(context: Tensor([tilt, tilt], shape: [1, 1, 2]))
    }

    /// Answers as the analytic model does, tilted by each prompt.
    private func answer(_ call: ModelCall) -> Tensor {
        let rows = (0..<call.latent.shape[0]).map { row in
            AnalyticModel.clean(
                call.latent[rows: row..<row + 1], call.sigma, tilt: Double(call.context[rows: row..<row + 1].array[0]))
        }
        return concatenate(rows, axis: 0)
    }
}
