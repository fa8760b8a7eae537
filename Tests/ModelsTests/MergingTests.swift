import Layers
import Tensors
import TestSupport
import Testing

@testable import Models

struct MergingTests {
    private let one: UNet, other: UNet

    init() throws {
        one = try StableDiffusionCheckpoint(SyntheticCheckpoint.stableDiffusion, origin: "one").unet()
        let prefix = "model.diffusion_model."
        other = try UNet(
            Weights(
                Dictionary(
                    uniqueKeysWithValues: SyntheticCheckpoint.stableDiffusion.filter { $0.key.hasPrefix(prefix) }.map {
                        (String($0.key.dropFirst(prefix.count)), syntheticWeights("other " + $0.key, $0.value.shape))
                    }), origin: "other"))
    }

    private func weight(_ network: UNet, _ name: String) throws -> Tensor {
        try network.weights(name, network.weights.shape(name) ?? []).tensor()
    }

    @Test func `weights are sums with factors of their own`() throws {
        let merged = try one.combined(with: other) { name in
            name.hasPrefix("input_blocks.") ? (0.25, 0.75) : (1, 0)
        }
        let name = "input_blocks.1.0.in_layers.2.weight"
        let expected = try weight(one, name) * 0.25 + weight(other, name) * 0.75
        #expect(relativeError(try weight(merged, name).array, expected.array) < 1e-6)
        let untouched = "output_blocks.1.0.in_layers.2.weight"
        #expect(try weight(merged, untouched).array == weight(one, untouched).array)
    }

    @Test func `a merged network predicts`() throws {
        let latent = Tensor(noise(4 * 8 * 8), shape: [1, 4, 8, 8])
        let context = Tensor(noise(7 * 32), shape: [1, 7, 32])
        func output(_ own: Double, _ theirs: Double) throws -> [Float] {
            try one.combined(with: other) { _ in (own, theirs) }(latent, timesteps: [500], context: context).array
        }
        let whole = try output(1, 0)
        #expect(try whole == one(latent, timesteps: [500], context: context).array)
        #expect(relativeError(try output(0, 1), try other(latent, timesteps: [500], context: context).array) < 1e-5)
        #expect(try output(0.5, 0.5) != whole)
    }
}
