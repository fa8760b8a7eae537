import Diffusion
import Engine
import Layers
import Synchronization
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

    /// ComfyUI's `PerturbedAttentionGuidance` asks for no prompt there, and gets zeros as before.
    @Test func `what is not predicted is not predicted by a worse model`() throws {
        try withFolders { folders in
            let node = DualCFGGuider()
            (node.model, node.cond1, node.cond2, node.negative) = (
                Self.model, Self.prompt(1), Self.prompt(2), Self.prompt(3)
            )
            (node.cfgConds, node.cfgCond2Negative, node.style) = (1, 1, .regular)
            node.model.guidance.after.append { step, guided in
                let worse = try step.perturbed(.stillMiddle)
                return guided + (step.positive - worse) * 3
            }
            try node.run(RunContext(folders: folders))
            let calls = Calls()
            let plain = try node.guider.guide(try Self.asked(node.guider, calls))(Self.latent, 2)
            #expect(plain.array.allSatisfy { $0 == 1 })
            #expect(calls.rows == 1)
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

    /// What ComfyUI's `Guider_PerpNeg` hands to functions that change predictions: three of them, and no negative one that
    /// was left out.
    @Test(arguments: [(1.0, 1.0, [true]), (0.0, 4.0, [false])])
    func `patches learn what there is to guide by`(avoidance: Double, scale: Double, negative: [Bool]) throws {
        try withFolders { folders in
            let node = PerpNegGuider()
            (node.model, node.positive, node.negative, node.emptyConditioning) = (
                Self.model, Self.prompt(1), Self.prompt(2), Self.prompt(5)
            )
            (node.cfg, node.negScale) = (scale, avoidance)
            let seen = Seen()
            let note: @Sendable (ClassifierFreeGuidance.Step) -> (positive: Tensor, negative: Tensor) = { step in
                seen.flags.withLock { $0 += [step.hasNegative, step.hasOthers] }
                return (step.positive, step.negative)
            }
            node.model.walkGuidance.append { note }
            try node.run(RunContext(folders: folders))
            _ = try node.guider.guide(try Self.asked(node.guider))(Self.latent, 2)
            #expect(seen.flags.withLock { $0 } == negative + [true])
        }
    }

    /// `LatentApplyOperationCFG` among two predictions, and among three.
    @Test(arguments: [(false, 6.0), (true, 5)])
    func `an operation is done to guidance, or to the positive prediction`(hasOthers: Bool, wanted: Double) throws {
        try withFolders { folders in
            let node = LatentApplyOperationCFG()
            (node.model, node.operation) = (Self.model, LatentOperation { $0 * 2 + 1 })
            try node.run(RunContext(folders: folders))
            var step = ClassifierFreeGuidance.Step(
                latent: Self.latent, sigma: 2, scale: 4, positive: Tensor(repeating: 2, shape: [1, 4, 8, 8]),
                negative: Tensor(repeating: -1, shape: [1, 4, 8, 8]))
            step.hasOthers = hasOthers
            let change = try #require(node.changed.guidance.before.first)
            let changed = try change(step)
            #expect(changed.positive.array.allSatisfy { $0 == Float(wanted) })
            #expect(changed.negative.array.allSatisfy { $0 == -1 })
        }
    }

    @Test func `patches of guidance follow each other, also those that remember steps`() throws {
        try withFolders { folders in
            let (first, last) = (APG(), LatentApplyOperationCFG())
            (first.model, first.momentum) = (Self.model, 0.5)
            first.run(RunContext(folders: folders))
            (last.model, last.operation) = (first.changed, LatentOperation { $0 + 1 })
            try last.run(RunContext(folders: folders))
            #expect(last.changed.guidance.before.isEmpty)
            #expect(last.changed.walkGuidance.count == 2)
            let step = ClassifierFreeGuidance.Step(
                latent: Self.latent, sigma: 2, scale: 4, positive: Tensor(repeating: 2, shape: [1, 4, 8, 8]),
                negative: Tensor(repeating: -1, shape: [1, 4, 8, 8]))
            let change = last.changed.walkGuidance[1]()
            let changed = try change(step)
            #expect(changed.positive.array.allSatisfy { $0 == 3 })
        }
    }

    @Test func `patches of guidance rest where nothing is avoided`() throws {
        try withFolders { folders in
            var step = ClassifierFreeGuidance.Step(
                latent: Self.latent, sigma: 2, scale: 4,
                positive: Tensor((0..<256).map(Float.init), shape: [1, 4, 8, 8]),
                negative: Tensor(repeating: -1, shape: [1, 4, 8, 8]))
            let (coarse, damped) = (FreSca(), TCFG())
            (coarse.model, coarse.scaleLow) = (Self.model, 3)
            damped.model = Self.model
            coarse.run(RunContext(folders: folders))
            damped.run(RunContext(folders: folders))
            for (hasNegative, changes) in [(true, true), (false, false)] {
                step.hasNegative = hasNegative
                let (scale, damp) = (coarse.changed.guidance.before[0], damped.changed.guidance.before[0])
                let (scaled, kept) = (try scale(step), try damp(step))
                #expect((scaled.positive.array != step.positive.array) == changes)
                #expect((kept.negative.array != step.negative.array) == changes)
            }
        }
    }

    @Test func `another scale counts away from a negative prompt, too`() throws {
        try withFolders { folders in
            let node = PerpNegGuider()
            (node.model, node.positive, node.negative, node.emptyConditioning) = (
                Self.model, Self.prompt(1), Self.prompt(2), Self.prompt(5)
            )
            (node.cfg, node.negScale) = (4, 0)
            node.model.scaleOverrides = [ScaleOverride(scale: 2, highest: 3, lowest: 1)]
            try node.run(RunContext(folders: folders))
            let denoiser = node.guider.guide(try Self.asked(node.guider))
            #expect(try denoiser(Self.latent, 2).array.allSatisfy { abs($0 - (5 - 4 * 2)) < 1e-5 })
            #expect(try denoiser(Self.latent, 4).array.allSatisfy { abs($0 - (5 - 4 * 4)) < 1e-5 })
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

    /// What patches were told.
    private final class Seen: Sendable { let flags = Mutex<[Bool]>([]) }

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
