import Diffusion
import Engine
import Models
import Tensors
import TestSupport
import Testing

@testable import Nodes

struct ControlNodesTests {
    private let sampling = ModelSampling.discrete()
    private var prompt: Conditioning { Conditioning([ConditioningEntry(context: random([1, 7, 48], seed: 1))]) }

    private static let tensors: [String: StoredTensor] = {
        var checkpoint = SyntheticCheckpoint()
        checkpoint.addControlNet(
            "control_model", channels: 32, multipliers: [1, 2], depths: [1, 0], middle: 1, context: 48)
        return checkpoint.tensors
    }()

    private func control() throws -> ControlNetwork {
        ControlNetwork(kind: .copy(try ControlNet(file: Self.tensors, origin: "tiny")), memoryCost: 0)
    }

    private func random(_ shape: [Int], seed: UInt64) -> Tensor { initialNoise(seed: seed, shape: shape) }

    /// What `conditioning` adds to a model in one call for two latents of 8 × 8.
    private func residuals(_ conditioning: Conditioning, sigma: Float = 5) throws -> ControlResiduals? {
        let network = try StableDiffusionCheckpoint(SyntheticCheckpoint.stableDiffusion, origin: "tiny").unet()
        let pass = ControlPass(sampling, steering: network)
        var found: ControlResiduals?
        let model = try ConditionedModel([conditioning], shape: [2, 4, 8, 8], sampling: sampling) { call in
            found = try pass.residuals(for: call)
            return call.latent
        }
        _ = try model(random([2, 4, 8, 8], seed: 2), sigma, sides: [0])
        return found
    }

    private func controlled(_ use: ControlUse, hint: Tensor? = nil) throws -> Conditioning {
        [prompt].controlled(by: try control(), hint: hint ?? random([1, 70, 67, 3], seed: 3), use)[0]
    }

    @Test func `a strength of 0 leaves prompts as they are`() throws {
        #expect(try controlled(ControlUse(strength: 0)).entries[0].control == nil)
        #expect(try residuals(prompt) == nil)
    }

    @Test func `strength scales, and networks add up`() throws {
        let whole = try #require(try residuals(controlled(ControlUse(strength: 1))))
        let half = try #require(try residuals(controlled(ControlUse(strength: 0.5))))
        let hint = random([1, 70, 67, 3], seed: 3)
        let chain = [try controlled(ControlUse(strength: 0.5))].controlled(
            by: try control(), hint: hint, ControlUse(strength: 0.5))[0]
        let sum = try #require(try residuals(chain))
        #expect(whole.skips.count == 6)
        for index in whole.skips.indices {
            #expect(relativeError(half.skips[index].array, (whole.skips[index] * 0.5).array) < 1e-6)
            #expect(relativeError(sum.skips[index].array, whole.skips[index].array) < 1e-6)
        }
    }

    @Test func `a network counts from its start to its end`() throws {
        let late = ControlUse(strength: 1, start: 0.5)
        let early = ControlUse(strength: 1, end: 0.5)
        let middle = Float(sampling.sigma(progress: 0.5))
        #expect(try residuals(controlled(late), sigma: middle * 1.01) == nil)
        #expect(try residuals(controlled(late), sigma: middle) != nil)
        #expect(try residuals(controlled(early), sigma: middle) != nil)
        #expect(try residuals(controlled(early), sigma: middle * 0.99) == nil)
    }

    @Test func `a mask weighs what the network adds where it lies`() throws {
        // White on the left half.
        let mask = Tensor((0..<64).map { $0 % 8 < 4 ? 1 : 0 }, shape: [1, 8, 8])
        let whole = try #require(try residuals(controlled(ControlUse(strength: 1))))
        let masked = try #require(try residuals(controlled(ControlUse(strength: 1, mask: mask))))
        for (masked, whole) in zip(masked.skips, whole.skips) {
            let width = whole.shape[2]
            let (left, right) = (0..<width / 2, width / 2..<width)
            #expect(masked.sliced(axis: 2, left).array == whole.sliced(axis: 2, left).array)
            #expect(masked.sliced(axis: 2, right).array.allSatisfy { $0 == 0 })
        }
    }

    @Test func `each image of a batch is steered by its own picture`() throws {
        let hints = random([2, 64, 64, 3], seed: 4)
        let both = try #require(try residuals(controlled(ControlUse(strength: 1), hint: hints)))
        for image in 0..<2 {
            let alone = try #require(
                try residuals(controlled(ControlUse(strength: 1), hint: hints[rows: image..<image + 1])))
            for (both, alone) in zip(both.skips, alone.skips) {
                #expect(
                    relativeError(both[rows: image..<image + 1].array, alone[rows: image..<image + 1].array) < 1e-6)
            }
        }
    }

    @Test func `a picture with transparency is refused`() throws {
        #expect(throws: ModelInputError.pictureChannels(wanted: 3, found: 4)) {
            try residuals(controlled(ControlUse(strength: 1), hint: random([1, 64, 64, 4], seed: 5)))
        }
    }

    @Test func `prompts that are steered alike share a control, others do not`() throws {
        let other = try controlled(ControlUse(strength: 1))
        let sides = [prompt, prompt, other].controlled(
            by: try control(), hint: random([1, 64, 64, 3], seed: 6), ControlUse(strength: 1))
        let controls = sides.map { $0.entries[0].control as? AppliedControl }
        #expect(controls[0] === controls[1])
        #expect(controls[0] !== controls[2])
        #expect(controls[0]?.previous == nil)
        #expect(controls[2]?.previous === other.entries[0].control as? AppliedControl)
    }

    @Test func `merged networks share their weights, and a picture without a network is named`() throws {
        try withFolders { folders in
            let node = ControlNetMerge()
            (node.positive, node.negative) = (prompt, prompt)
            (node.controlNet2, node.controlNet5) = (try control(), try control())
            node.image2 = Image(pixels: random([1, 64, 64, 3], seed: 7))
            node.image5 = Image(pixels: random([1, 64, 64, 3], seed: 8))
            (node.weight2, node.weight5, node.normalize) = (3, 1, true)
            try node.run(RunContext(folders: folders))
            let last = node.controlledPositive.entries[0].control as? AppliedControl
            #expect(last?.use.strength == 0.25)
            #expect(last?.previous?.use.strength == 0.75)
            #expect(last?.previous?.previous == nil)

            node.image7 = node.image5
            let error = #expect(throws: ControlError.self) { try node.run(RunContext(folders: folders)) }
            #expect(
                error?.description
                    == "image_7: nothing is connected to control_net_7. Connect both, or neither.")
        }
    }
}
