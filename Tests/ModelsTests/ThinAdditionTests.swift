import Layers
import Tensors
import TestSupport
import Testing

@testable import Models

/// Changes that layers apply as two thin products, against the same changes added to the weights.
struct ThinAdditionTests {
    private static let places = [
        // A matrix, a pointwise convolution, and a gated layer.
        ("lora_unet_input_blocks_1_1_transformer_blocks_0_attn1_to_q", 32, 32),
        ("lora_unet_input_blocks_1_1_proj_in", 32, 32),
        ("lora_unet_input_blocks_1_1_transformer_blocks_0_ff_net_0_proj", 32, 256),
    ]

    private let network: UNet
    private let latent = Tensor(noise(2 * 4 * 8 * 8), shape: [2, 4, 8, 8])
    private let context = Tensor(noise(2 * 7 * 32, seed: 2), shape: [2, 7, 32])

    init() throws {
        network = try StableDiffusionCheckpoint(SyntheticCheckpoint.stableDiffusion, origin: "tiny").unet()
    }

    private func output(_ network: UNet) throws -> [Float] {
        try network(latent, timesteps: [900, 20], context: context).array
    }

    private struct Stored: WeightSource {
        let bytes: [UInt8]
        func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result { try body(bytes.span.bytes) }
    }

    /// The same change as thin factors, and as the difference itself.
    private func files() throws -> (thin: LoRA, whole: LoRA) {
        var thin: [String: StoredTensor] = [:]
        var whole: [String: StoredTensor] = [:]
        for (name, inputs, outputs) in Self.places {
            let up = syntheticWeights("\(name).lora_up.weight", [outputs, 4])
            let down = syntheticWeights("\(name).lora_down.weight", [4, inputs])
            thin["\(name).lora_up.weight"] = up
            thin["\(name).lora_down.weight"] = down
            let product = matmul(try up.tensor(), try down.tensor())
            let bytes = product.array.flatMap { value in
                [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value.bitPattern >> $0) }
            }
            whole["\(name).diff"] = StoredTensor(
                shape: [outputs, inputs], element: .float32, source: Stored(bytes: bytes))
        }
        return (try LoRA(file: thin, origin: "thin"), try LoRA(file: whole, origin: "whole"))
    }

    @Test func `thin products give what changed weights give, stacked as well`() throws {
        let (thin, whole) = try files()
        let plain = try output(network)
        let one = try thin.applied(to: network, strength: 0.8)
        let other = try whole.applied(to: network, strength: 0.8)
        #expect(relativeError(try output(one), plain) > 1e-3)
        #expect(relativeError(try output(one), try output(other)) < 1e-5)
        let twice = try thin.applied(to: one, strength: -0.3)
        let twiceWhole = try whole.applied(to: other, strength: -0.3)
        #expect(relativeError(try output(twice), try output(twiceWhole)) < 1e-5)
    }

    @Test func `without the change the network gives its old bits`() throws {
        let plain = try output(network)
        let changed = try files().thin.applied(to: network, strength: 1)
        #expect(try output(changed) != plain)
        #expect(try output(network) == plain)
    }
}
