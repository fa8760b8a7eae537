import Diffusion
import Tensors
import TestSupport
import Testing

struct ModelSamplingTests {
    struct Recorded: Decodable {
        struct Model: Decodable {
            let model: String
            let count: Int
            let ends: [Float]
            let levels: [Float]
            let timesteps: [Float]
            let progress: [Double]
            let outcomes: [[[Float]]]
        }

        let parts: [Double]
        let models: [Model]
    }

    @Test func `tables, timesteps and progress are ComfyUI's`() throws {
        let recorded = try Golden.read("schedules", as: Recorded.self)
        #expect(recorded.models.count == recordedModels.count)
        for model in recorded.models {
            let sampling = try #require(recordedModels[model.model])
            #expect(sampling.sigmas.count == model.count)
            expectClose([sampling.lowestSigma, sampling.highestSigma], model.ends, model.model)
            expectClose(model.levels.map(sampling.timestep), model.timesteps, model.model)
            for (part, level) in zip(recorded.parts, model.progress) {
                let found = sampling.sigma(progress: part)
                #expect(abs(found - level) <= 3e-7 * level, "\(model.model) at \(part): \(found) for \(level)")
            }
        }
    }

    @Test func `inputs, predictions and noised latents are ComfyUI's`() throws {
        let latent = Tensor([0.5, -1.25], shape: [1, 1, 1, 2])
        let output = Tensor([0.75, 0.125], shape: [1, 1, 1, 2])
        for model in try Golden.read("schedules", as: Recorded.self).models {
            let sampling = try #require(recordedModels[model.model])
            for (sigma, outcome) in zip(model.levels, model.outcomes) {
                let found = [
                    sampling.input(latent, at: sigma),
                    sampling.denoised(output, from: latent, at: sigma),
                    sampling.noised(output, with: latent, at: sigma),
                    sampling.noised(output, with: latent, at: sigma, isStart: true),
                ]
                for (found, wanted) in zip(found, outcome) {
                    #expect(relativeError(found.array, wanted) < 1e-6, "\(model.model) at \(sigma)")
                }
            }
        }
    }

    @Test func `a flow's latent is whole again after sampling ends early`() {
        let sampling = ModelSampling.flow()
        let latent = Tensor([0.75], shape: [1, 1, 1, 1])
        #expect(sampling.finished(latent, at: 0.25).array == [1])
        #expect(ModelSampling.discrete().finished(latent, at: 0.25).array == [0.75])
    }
}
