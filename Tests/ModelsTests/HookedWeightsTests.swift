import Diffusion
import Layers
import Tensors
import TestSupport
import Testing
import Text

@testable import Models

struct HookedWeightsTests {
    private let checkpoint = StableDiffusionCheckpoint(SyntheticCheckpoint.stableDiffusion, origin: "tiny")
    private static let name = "input_blocks.1.1.transformer_blocks.0.attn1.to_q.weight"
    private static let layer = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q"

    private func weight(_ network: UNet) throws -> [Float] {
        try network.weights(Self.name, 32, 32).tensor().array
    }

    private func lora() throws -> LoRA {
        let pair = ["\(Self.layer).lora_up.weight": [32, 4], "\(Self.layer).lora_down.weight": [4, 32]]
        return try LoRA(
            file: Dictionary(uniqueKeysWithValues: pair.map { ($0, syntheticWeights($0, $1)) }), origin: "lora")
    }

    /// The same network with other weights.
    private func other() throws -> UNet {
        let prefix = "model.diffusion_model."
        return try UNet(
            Weights(
                Dictionary(
                    uniqueKeysWithValues: SyntheticCheckpoint.stableDiffusion.filter { $0.key.hasPrefix(prefix) }.map {
                        (String($0.key.dropFirst(prefix.count)), syntheticWeights("other " + $0.key, $0.value.shape))
                    }), origin: "other"))
    }

    private func active(_ source: HookedWeights.Source, _ strength: Double, times factor: Double) -> [ActiveHook] {
        [
            ActiveHook(
                change: HookedWeights(source, modelStrength: strength, encoderStrength: strength), strength: factor)
        ]
    }

    @Test func `a hooked LoRA is the LoRA at the strength of both`() throws {
        let network = try checkpoint.unet()
        let hooked = try network.hooked(by: active(.lora(lora()), 0.5, times: 1.5))
        #expect(try weight(hooked) == weight(lora().applied(to: network, strength: 0.75)))
        #expect(try weight(network.hooked(by: [])) == weight(network))
    }

    @Test func `a hooked model draws weights from what they were before any LoRA`() throws {
        let (network, target) = (try checkpoint.unet(), try other())
        let changed = try lora().applied(to: network, strength: 2)
        let hooked = try changed.hooked(by: active(.model(target, nil), 0.5, times: 0.5))
        let (plain, own, far) = (try weight(network), try weight(changed), try weight(target))
        let expected = plain.indices.map { own[$0] + 0.25 * (far[$0] - plain[$0]) }
        #expect(relativeError(try weight(hooked), expected) < 1e-6)
        #expect(relativeError(try weight(network.hooked(by: active(.model(target, nil), 1, times: 1))), far) < 1e-6)
    }
}
