import Diffusion
import Engine
import Models
import Tensors
import TestSupport
import Testing
import Text

@testable import Nodes

/// A chain of single steps against one sampler, with a small random model.
struct SamplerStepTests {
    private struct Setting {
        let guider: Guider
        let latent: Latent
        let sampling: ModelSampling

        init() throws {
            let checkpoint = StableDiffusionCheckpoint(SyntheticCheckpoint.stableDiffusion, origin: "tiny")
            let model = Model(network: .success(try checkpoint.unet()), memoryCost: 0)
            sampling = model.sampling
            func prompt(_ seed: UInt64) -> Conditioning {
                Conditioning([ConditioningEntry(context: Tensor(noise(7 * 32, seed: seed), shape: [1, 7, 32]))])
            }
            guider = Guider(model, positive: prompt(1), negative: prompt(2), scale: 3)
            latent = Latent(
                samples: Tensor(noise(2 * 4 * 4 * 4, seed: 3), shape: [2, 4, 4, 4]),
                noiseMask: Tensor([Float](repeating: 1, count: 12) + [0, 0.5, 1, 1], shape: [1, 4, 4]))
        }
    }

    @Test(arguments: SamplerName.allCases)
    func `a chain of steps gives the bits of one sampler`(name: SamplerName) throws {
        let setting = try Setting()
        let levels = StepPlan(scheduler: .karras, steps: 4).sigmas(sampler: name, for: setting.sampling)
        try withFolders { folders in
            let context = RunContext(folders: folders)
            let whole = try Sampling(
                guider: setting.guider, sampler: ChosenSampler(name), sigmas: levels, noise: Noise(seed: 5),
                predictedFrom: [])(setting.latent, context)

            var state: SamplerProgress?
            var last: SamplerStep?
            // Adaptive methods take as many attempts as they like.
            for _ in 0..<200 {
                let node = SamplerStep()
                node.guider = setting.guider
                node.sampler = ChosenSampler(name)
                node.sigmas = Sigmas(levels: levels)
                node.state = state
                if state == nil {
                    node.noise = Noise(seed: 5)
                    node.latentImage = setting.latent
                }
                try node.run(context)
                state = node.reached
                last = node
                if node.isFinished { break }
            }
            let end = try #require(last)
            #expect(end.isFinished)
            #expect(end.latent.samples.array == whole.end.samples.array)
            #expect(end.denoised.samples.array == whole.denoised.samples.array)
        }
    }

    @Test func `a state can be taken up twice, and led elsewhere`() throws {
        let setting = try Setting()
        let levels = StepPlan(scheduler: .karras, steps: 3).sigmas(sampler: .dpmpp2M, for: setting.sampling)
        try withFolders { folders in
            let context = RunContext(folders: folders)
            func step(_ state: SamplerProgress?, replaced: Latent? = nil, steps: Int = 1) throws -> SamplerStep {
                let node = SamplerStep()
                node.guider = setting.guider
                node.sampler = ChosenSampler(.dpmpp2M)
                node.sigmas = Sigmas(levels: levels)
                node.state = state
                node.noise = Noise(seed: 9)
                node.latentImage = setting.latent
                node.replacedLatent = replaced
                node.steps = steps
                try node.run(context)
                return node
            }
            let first = try step(nil)
            #expect(first.step == 1 && !first.isFinished)
            let one = try step(first.reached, steps: 10)
            let other = try step(first.reached, steps: 10)
            #expect(one.latent.samples.array == other.latent.samples.array)
            var moved = first.latent
            moved.samples = moved.samples * 1.1
            let led = try step(first.reached, replaced: moved, steps: 10)
            #expect(led.latent.samples.array != one.latent.samples.array)
            let beyond = try step(one.reached)
            #expect(beyond.latent.samples.array == one.latent.samples.array)
        }
    }

    @Test func `there must be something to begin with`() throws {
        let setting = try Setting()
        try withFolders { folders in
            let node = SamplerStep()
            node.guider = setting.guider
            node.sampler = ChosenSampler(.euler)
            node.sigmas = Sigmas(levels: [1, 0])
            #expect(throws: StepError.noStart) { try node.run(RunContext(folders: folders)) }
            node.noise = Noise(seed: 1)
            #expect(throws: StepError.noStart) { try node.run(RunContext(folders: folders)) }
            node.latentImage = setting.latent
            node.sigmas = Sigmas(levels: [])
            #expect(throws: StepError.noLevels) { try node.run(RunContext(folders: folders)) }
        }
    }
}
