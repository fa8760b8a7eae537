import Diffusion
import Tensors
import TestSupport
import Testing

struct KSamplingTests {
    struct Recorded: Decodable {
        struct Run: Decodable {
            let sampler: String
            let levels: String
            let mask: [Int]?
            let shape: [Int]
            let seed: UInt64
            let latentSeed: UInt64
            let result: String
        }

        let levels: [String: [Float]]
        let runs: [Run]
    }

    private let format = LatentFormat(channels: 3, scale: 0.18215)

    @Test func `goes ComfyUI's way from a latent to a latent, around what is masked`() throws {
        let recorded = try Golden.read("guidance", as: Recorded.self)
        #expect(recorded.runs.count >= 11)
        for run in recorded.runs {
            let name = try #require(SamplerName(rawValue: run.sampler))
            var sampling = KSampling(
                sampler: name, plan: StepPlan(scheduler: .normal, steps: 1),
                sampling: run.levels.contains("flow") ? .flow(shift: 3) : .discrete(), format: format, seed: run.seed)
            sampling.sigmas = try #require(recorded.levels[run.levels])
            let latent = initialNoise(seed: run.latentSeed, shape: run.shape)
            let found = try sampling(
                latent, noise: sampling.noise(for: latent), mask: run.mask.map(slopedRectangle),
                denoiser: { _, _ in AnalyticModel(cfg: 2.5).denoiser() })
            let error = relativeError(found.array, try Golden.floats(run.result))
            #expect(error < 2e-6, "\(run.sampler), \(run.levels), mask \(run.mask ?? []): off by \(error)")
        }
    }

    @Test func `without noise levels, the latent stays as it is`() throws {
        let sampling = KSampling(
            sampler: .euler, plan: StepPlan(scheduler: .normal, steps: 4, denoise: 0), sampling: .discrete(),
            format: format, seed: 1)
        let latent = initialNoise(seed: 2, shape: [1, 3, 4, 4])
        let found = try sampling(latent, noise: sampling.noise(for: latent), denoiser: { _, _ in Self.identity })
        #expect(found.array == latent.array)
    }

    @Test func `an empty latent is neither scaled nor shifted, and gets the model's channels`() throws {
        let shifted = LatentFormat(channels: 16, scale: 1.5, shift: 0.5)
        let empty = Tensor(zeros: [2, 4, 3, 3])
        #expect(shifted.fitted(empty).shape == [2, 16, 3, 3])
        #expect(shifted.encoded(empty).array.allSatisfy { $0 == 0 })
        let latent = Tensor(repeating: 2.5, shape: [1, 16, 1, 1])
        #expect(shifted.encoded(latent).array.allSatisfy { $0 == 3 })
        #expect(shifted.decoded(shifted.encoded(latent)).array == latent.array)
        #expect(shifted.fitted(Tensor(repeating: 1, shape: [1, 4, 3, 3])).shape == [1, 4, 3, 3])
    }

    @Test func `channels with moments of their own are brought to one mean and deviation`() throws {
        let latent = Tensor([1, 2, 3, 4, -1, -2, -3, -4], shape: [2, 4, 1, 1])
        let (means, deviations) = ([-1.6574, 1.886, -1.383, 2.5155], [8.4927, 5.9022, 6.5498, 5.2299])
        let encoded = LatentFormat.playground.encoded(latent)
        for index in 0..<8 {
            let truth = (Double(latent.array[index]) - means[index % 4]) * 0.5 / deviations[index % 4]
            #expect(abs(Double(encoded.array[index]) - truth) < 1e-6)
            #expect(abs(LatentFormat.playground.decoded(encoded).array[index] - latent.array[index]) < 1e-5)
        }
        #expect(LatentFormat.playground.encoded(Tensor(zeros: [1, 4, 2, 2])).array.allSatisfy { $0 == 0 })
        #expect(LatentFormat.playground.encoded(Tensor(repeating: 1, shape: [1, 16, 2, 2])).shape == [1, 16, 2, 2])
    }

    @Test func `shapes that do not fit are errors`() throws {
        let sampling = KSampling(
            sampler: EulerSampler(), sigmas: [1, 0], sampling: .discrete(), format: format, seed: 1)
        let latent = initialNoise(seed: 2, shape: [1, 3, 4, 4])
        let error = #expect(throws: SamplingError.self) {
            try sampling(latent, noise: Tensor(zeros: [1, 3, 4, 5]), denoiser: { _, _ in Self.identity })
        }
        #expect(
            error?.description
                == "the noise: has shape [1, 3, 4, 5], but the latent needs [1, 3, 4, 4]. Make it the latent's size.")
        #expect(throws: SamplingError.self) {
            let wide = Tensor(repeating: 1, shape: [1, 9, 4, 4])
            return try sampling(wide, noise: wide, denoiser: { _, _ in Self.identity })
        }
    }

    @Test func `a changing mask is asked for at every level`() throws {
        var sampling = KSampling(
            sampler: EulerSampler(), sigmas: [2, 1, 0], sampling: .discrete(), format: format, seed: 1)
        var levels: [Float] = []
        sampling.maskAtLevel = { mask, sigma in
            levels.append(sigma)
            return mask
        }
        let latent = initialNoise(seed: 2, shape: [1, 3, 4, 4])
        _ = try sampling(
            latent, noise: sampling.noise(for: latent), mask: Tensor(repeating: 0.5, shape: [4, 4]),
            denoiser: { _, _ in Self.identity })
        #expect(levels == [2, 1])
    }

    private static var identity: Denoiser { Denoiser { latent, _ in latent } }
}
