import Diffusion
import Engine
import Layers
import Tensors
import Testing

@testable import Nodes

/// Guiders on a model that predicts the number of its prompt everywhere.
struct GuiderTests {
    /// ComfyUI hands on what its `cfg_function` takes for the unconditional prediction.
    @Test(arguments: [
        (DualGuidance.regular, 1.0, 1.0, 3.0), (.regular, 2, 3, 3), (.nested, 1, 1, 2), (.nested, 2, 3, 2),
    ])
    func `two prompts and a negative one tell samplers what they start from`(
        style: DualGuidance, first: Double, second: Double, start: Double
    ) throws {
        try withFolders { folders in
            let node = DualCFGGuider()
            (node.model, node.cond1, node.cond2, node.negative) = (
                Self.model, Self.prompt(1), Self.prompt(2), Self.prompt(3)
            )
            (node.cfgConds, node.cfgCond2Negative, node.style) = (first, second, style)
            try node.run(RunContext(folders: folders))
            let denoised = try node.guider.guide(try Self.asked(node.guider)).both(Self.latent, 2)
            #expect(denoised.unconditional.array.allSatisfy { abs($0 - Float(start)) < 1e-6 })
            let wanted =
                style == .regular
                ? 3 + (2 - 3) * second + (1 - 2) * first : 3 + (2 + (1 - 2) * first - 3) * second
            #expect(denoised.guided.array.allSatisfy { abs($0 - Float(wanted)) < 1e-5 })
        }
    }

    @Test func `a scale of one asks for what samplers need, and for no more`() throws {
        try withFolders { folders in
            let node = DualCFGGuider()
            (node.model, node.cond1, node.cond2, node.negative) = (
                Self.model, Self.prompt(1), Self.prompt(2), Self.prompt(3)
            )
            (node.cfgConds, node.cfgCond2Negative, node.style) = (1, 1, .regular)
            try node.run(RunContext(folders: folders))
            let calls = Calls()
            let denoiser = node.guider.guide(try Self.asked(node.guider, calls))
            let plain = try denoiser(Self.latent, 2)
            #expect(plain.array.allSatisfy { $0 == 1 })
            #expect(calls.rows == 1)
            _ = try denoiser.both(Self.latent, 2)
            #expect(calls.rows == 4)
        }
    }

    @Test func `away from a negative prompt, samplers start from that one`() throws {
        try withFolders { folders in
            let node = PerpNegGuider()
            (node.model, node.positive, node.negative, node.emptyConditioning) = (
                Self.model, Self.prompt(1), Self.prompt(2), Self.prompt(5)
            )
            (node.cfg, node.negScale) = (1, 0)
            try node.run(RunContext(folders: folders))
            let denoised = try node.guider.guide(try Self.asked(node.guider)).both(Self.latent, 2)
            #expect(denoised.unconditional.array.allSatisfy { $0 == 2 })
            #expect(denoised.guided.array.allSatisfy { abs($0 - 1) < 1e-5 })
        }
    }

    /// The norms are those of a prediction of nothing but ones, twos and so on.
    @Test(arguments: [(1.0, 1.0), (1.5, 1.5), (9, 7), (0, 7)])
    func `a prediction is as long as the positive one, times what is allowed`(limit: Double, wanted: Double) throws {
        try withFolders { folders in
            let node = RenormCFG()
            (node.model, node.cfgTrunc, node.renormCfg) = (Self.model, 10, limit)
            node.run(RunContext(folders: folders))
            func guided(at sigma: Float) throws -> [Float] {
                let step = ClassifierFreeGuidance.Step(
                    latent: Self.latent, sigma: sigma, scale: 4, positive: Tensor(repeating: 1, shape: [1, 4, 8, 8]),
                    negative: Tensor(repeating: -1, shape: [1, 4, 8, 8]))
                return try node.changed.guidance.combined(step).array
            }
            let (late, early) = (try guided(at: 9), try guided(at: 10))
            #expect(late.allSatisfy { abs($0 - Float(wanted)) < 1e-5 })
            #expect(early.allSatisfy { $0 == 1 })
        }
    }

    @Test func `only flows have a factor on their noise`() throws {
        try withFolders { folders in
            let node = ModelNoiseScale()
            (node.model, node.noiseScale) = (Self.model, 2.5)
            #expect(throws: ModelPatchError.needsFlow) { try node.run(RunContext(folders: folders)) }
            node.model.sampling = .flow(shift: 3)
            try node.run(RunContext(folders: folders))
            #expect(node.changed.sampling.noiseScale == 2.5)
            #expect(node.changed.sampling.sigmas == ModelSampling.flow(shift: 3).sigmas)
            let shift = ModelSamplingSD3()
            (shift.model, shift.shift) = (node.changed, 2)
            shift.run(RunContext(folders: folders))
            #expect(shift.changed.sampling.noiseScale == 2.5)
            #expect(
                "\(ModelPatchError.needsFlow)"
                    == "this model is no rectified flow. Put ModelSamplingSD3 or ModelSamplingAuraFlow before this node."
            )
        }
    }

    @Test func `a multiplied prompt is multiplied as one vector, too`() throws {
        try withFolders { folders in
            let node = ConditioningMultiply()
            node.conditioning = Self.prompt(2)
            node.conditioning.entries[0].pooled = Tensor([1, -2], shape: [1, 2])
            node.multiplier = 1.5
            node.run(RunContext(folders: folders))
            #expect(node.scaled.entries[0].context.array == [3, 0])
            #expect(node.scaled.entries[0].pooled?.array == [1.5, -3])
        }
    }

    private static let latent = Tensor(repeating: 0.25, shape: [1, 4, 8, 8])

    private static var model: Model {
        Model(network: .failure(WeightsError(.missing("none", shape: nil), origin: "test", remedy: "")), memoryCost: 0)
    }

    private static func prompt(_ number: Float) -> Conditioning {
        Conditioning([ConditioningEntry(context: Tensor([number, 0], shape: [1, 1, 2]))])
    }

    /// Latents, times prompts, that a model was asked about.
    private final class Calls { var rows = 0 }

    private static func asked(_ guider: Guider, _ calls: Calls = Calls()) throws -> ConditionedModel {
        try ConditionedModel(guider.sides, shape: latent.shape, sampling: .discrete(.sample)) { call in
            let rows = call.latent.shape[0]
            calls.rows += rows
            let numbers = call.context.array
            let width = numbers.count / rows
            return concatenate(
                (0..<rows).map { Tensor(repeating: numbers[$0 * width], shape: latent.shape) }, axis: 0)
        }
    }
}
