import Layers
import Tensors
import TestSupport
import Testing

@testable import Models

/// Changes that layers apply as two thin products, against the same changes added to the weights.
struct ThinAdditionTests {
    private struct Place {
        let name: String
        let inputs: Int, outputs: Int
        var kernel = 1
        /// Whether the kernel is between two matrices (Tucker).
        var hasMiddle = false
    }

    private static let matrices = [
        // A matrix, a pointwise convolution, and a gated layer.
        Place(name: "lora_unet_input_blocks_1_1_transformer_blocks_0_attn1_to_q", inputs: 32, outputs: 32),
        Place(name: "lora_unet_input_blocks_1_1_proj_in", inputs: 32, outputs: 32),
        Place(
            name: "lora_unet_input_blocks_1_1_transformer_blocks_0_ff_net_0_proj", inputs: 32, outputs: 256),
    ]

    private static let convolutions = [
        // Within a block, to half the size, to other channels, and with the kernel in the middle, at both strides.
        Place(name: "lora_unet_input_blocks_1_0_in_layers_2", inputs: 32, outputs: 32, kernel: 3),
        Place(name: "lora_unet_input_blocks_3_0_op", inputs: 32, outputs: 32, kernel: 3),
        Place(name: "lora_unet_output_blocks_0_0_skip_connection", inputs: 64, outputs: 32),
        Place(name: "lora_unet_input_blocks_1_0_out_layers_3", inputs: 32, outputs: 32, kernel: 3, hasMiddle: true),
    ]

    private static let convolutionToHalf = [
        Place(name: "lora_unet_input_blocks_3_0_op", inputs: 32, outputs: 32, kernel: 3, hasMiddle: true)
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

    private func stored(_ values: [Float], _ shape: [Int]) -> StoredTensor {
        let bytes = values.flatMap { value in
            [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value.bitPattern >> $0) }
        }
        return StoredTensor(shape: shape, element: .float32, source: Stored(bytes: bytes))
    }

    /// The same change as thin factors, and as the difference itself.
    private func files(_ places: [Place], rank: Int = 4) throws -> (thin: LoRA, whole: LoRA) {
        var thin: [String: StoredTensor] = [:]
        var whole: [String: StoredTensor] = [:]
        for place in places {
            let (name, kernel) = (place.name, place.kernel)
            let isMatrix = name.contains("transformer_blocks")
            let inner = place.hasMiddle ? 3 : rank
            let up = syntheticWeights(
                "\(name).lora_up.weight", isMatrix ? [place.outputs, rank] : [place.outputs, rank, 1, 1])
            let down = syntheticWeights(
                "\(name).lora_down.weight",
                isMatrix
                    ? [rank, place.inputs]
                    : place.hasMiddle ? [inner, place.inputs, 1, 1] : [rank, place.inputs, kernel, kernel])
            thin["\(name).lora_up.weight"] = up
            thin["\(name).lora_down.weight"] = down
            var kernels = try down.tensor().array
            if place.hasMiddle {
                let middle = syntheticWeights("\(name).lora_mid.weight", [rank, inner, kernel, kernel])
                thin["\(name).lora_mid.weight"] = middle
                kernels = mixed(try middle.tensor().array, kernels, rank, inner, place)
            }
            let product = Oracle.matmul(try up.tensor().array, kernels, depth: rank)
            whole["\(name).diff"] = stored(
                product.map { Float($0) },
                isMatrix ? [place.outputs, place.inputs] : [place.outputs, place.inputs, kernel, kernel])
        }
        return (try LoRA(file: thin, origin: "thin"), try LoRA(file: whole, origin: "whole"))
    }

    /// `middle` [rank, inner, h, w] times `down` [inner, inputs] → [rank, inputs, h, w].
    private func mixed(_ middle: [Float], _ down: [Float], _ rank: Int, _ inner: Int, _ place: Place) -> [Float] {
        let cells = place.kernel * place.kernel
        var result = [Double](repeating: 0, count: rank * place.inputs * cells)
        for row in 0..<rank {
            for input in 0..<place.inputs {
                for cell in 0..<cells {
                    for step in 0..<inner {
                        result[(row * place.inputs + input) * cells + cell] +=
                            Double(middle[(row * inner + step) * cells + cell])
                            * Double(down[step * place.inputs + input])
                    }
                }
            }
        }
        return result.map { Float($0) }
    }

    @Test(arguments: [matrices, convolutions, convolutionToHalf, matrices + convolutions])
    private func `thin products give what changed weights give, stacked and taken off as well`(
        places: [Place]
    ) throws {
        let (thin, whole) = try files(places)
        let plain = try output(network)
        let one = try thin.applied(to: network, strength: 0.8)
        let other = try whole.applied(to: network, strength: 0.8)
        let change = relativeError(try output(one), plain)
        #expect(change > 1e-4)
        let apart = relativeError(try output(one), try output(other))
        #expect(apart < min(1e-5, change / 20), "\(apart), of a change by \(change)")
        let twice = try thin.applied(to: one, strength: -0.3)
        let twiceWhole = try whole.applied(to: other, strength: -0.3)
        #expect(relativeError(try output(twice), try output(twiceWhole)) < 1e-5)
        let mixed = try thin.applied(to: other, strength: 0.5)
        #expect(relativeError(try output(mixed), try output(whole.applied(to: one, strength: 0.5))) < 1e-5)
    }

    @Test func `without the change the network gives its old bits`() throws {
        let plain = try output(network)
        let changed = try files(Self.matrices + Self.convolutions).thin.applied(to: network, strength: 1)
        #expect(try output(changed) != plain)
        #expect(try output(network) == plain)
    }

    @Test(arguments: [(4, true), (13, true), (15, false)])
    func `factors are added up where they take more than half of what the layer takes`(rank: Int, isThin: Bool) throws {
        let place = Self.convolutions[0]
        let changed = try files([place], rank: rank).thin.applied(to: network, strength: 1)
        let weight = try changed.weights("input_blocks.1.0.in_layers.2.weight", 32, 32, 3, 3)
        #expect(((weight.source as? any LowRankSum)?.parts != nil) == isThin)
        let whole = try files([place], rank: rank).whole.applied(to: network, strength: 1)
        #expect(relativeError(try output(changed), try output(whole)) < 1e-5)
    }
}
