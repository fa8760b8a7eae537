import Diffusion
import Engine
import Layers
import Models
import Tensors
import Testing

@testable import Nodes

struct GuidancePatchTests {
    @Test func `the patches of guidance give PyTorch's numbers`() throws {
        let recorded = try RecordedNodes.read().guidance
        try withFolders { folders in
            let context = RunContext(folders: folders)

            let rescaling = RescaleCFG()
            rescaling.model = model
            rescaling.run(context)
            let rescaled = try error(of: rescaling.changed, recorded, against: recorded.rescaled)
            #expect(rescaled < 1e-5)

            let damping = TCFG()
            damping.model = model
            damping.run(context)
            let damped = try error(of: damping.changed, recorded, against: recorded.tangential)
            #expect(damped < 1e-4)

            let leaning = Mahiro()
            leaning.model = model
            leaning.run(context)
            let leant = try error(of: leaning.changed, recorded, against: recorded.mahiro)
            #expect(leant < 1e-4)

            let fitting = CFGZeroStar()
            fitting.model = model
            fitting.run(context)
            let fitted = try error(of: fitting.changed, recorded, against: recorded.zero)
            #expect(fitted < 1e-4)

            let norming = CFGNorm()
            norming.model = model
            norming.run(context)
            let normed = try error(of: norming.changed, recorded, against: recorded.normed)
            #expect(normed < 1e-5)
        }
    }

    @Test func `a gray mask opens where the way has come as far`() throws {
        let sampling = ModelSampling.discrete()
        let mask = try #require(GradualMask(strength: 1, sigmas: [sampling.highestSigma, 0], sampling))
        let gray = Tensor([0, 0.25, 0.75, 1], shape: [1, 1, 2, 2])
        #expect(mask.mask(gray, at: sampling.highestSigma).array == [0, 0, 0, 1])
        #expect(mask.mask(gray, at: sampling.sigma(timestep: 500)).array == [0, 0, 1, 1])
        #expect(mask.mask(gray, at: sampling.lowestSigma).array == [1, 1, 1, 1])
    }

    @Test func `what a model family lacks is refused by name`() {
        #expect(
            "\(ModelPatchError.unsupported(option: "img_to_img_flow", of: "sampling"))"
                == "sampling: 'img_to_img_flow' is for model families that Darkroom does not have. Choose another.")
    }

    private var model: Model {
        Model(
            network: .failure(WeightsError(.missing("none", shape: nil), origin: "test", remedy: "")), memoryCost: 0)
    }

    /// The largest difference of a guided prediction from a recorded one.
    private func error(of model: Model, _ recorded: RecordedNodes.Guidance, against wanted: [Float]) throws -> Float {
        func latent(_ values: [Float]) -> Tensor { Tensor(values, shape: [2, 4, 3, 3]) }
        var step = ClassifierFreeGuidance.Step(
            latent: latent(recorded.latent), sigma: recorded.sigma, scale: recorded.scale,
            positive: latent(recorded.positive), negative: latent(recorded.negative))
        for change in model.guidance.before { (step.positive, step.negative) = try change(step) }
        let guided = try model.guidance.combined(step)
        return zip(guided.array, wanted).map { abs($0 - $1) }.reduce(0, max)
    }
}
