import Layers
import Tensors
import TestSupport
import Testing
import Text

@testable import Models

struct LoRATests {
    private static let weight = "model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn1.to_q.weight"
    private static let diffusers = "down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q"

    private let checkpoint = StableDiffusionCheckpoint(SyntheticCheckpoint.stableDiffusion, origin: "tiny")

    private func file(_ shapes: [String: [Int]]) -> [String: StoredTensor] {
        Dictionary(uniqueKeysWithValues: shapes.map { ($0, syntheticWeights($0, $1)) })
    }

    /// The weight that the network has after a change.
    private func changed(_ file: [String: StoredTensor], _ strength: Double) throws -> [Float] {
        let network = try LoRA(file: file, origin: "lora").applied(to: checkpoint.unet(), strength: strength)
        return try network.weights(
            "input_blocks.1.1.transformer_blocks.0.attn1.to_q.weight", 32, 32
        ).tensor().array
    }

    private func original() throws -> Tensor {
        try (Weights(SyntheticCheckpoint.stableDiffusion, origin: ""))(Self.weight, 32, 32).tensor()
    }

    @Test func `a product of two matrices is added, times strength and alpha over rank`() throws {
        let name = "lora_unet_\(Self.diffusers)"
        var tensors = file(["\(name).lora_up.weight": [32, 4], "\(name).lora_down.weight": [4, 32]])
        let product = matmul(
            try syntheticWeights("\(name).lora_up.weight", [32, 4]).tensor(),
            try syntheticWeights("\(name).lora_down.weight", [4, 32]).tensor())
        let whole = try original() + product * 0.5
        #expect(relativeError(try changed(tensors, 0.5), whole.array) < 1e-6)

        let alpha = syntheticWeights("alpha", [1])
        tensors["\(name).alpha"] = StoredTensor(shape: [], element: alpha.element, source: alpha.source)
        let scale = try alpha.tensor().array[0] / 4
        let scaled = try original() + product * (0.5 * scale)
        #expect(relativeError(try changed(tensors, 0.5), scaled.array) < 1e-6)
    }

    @Test func `products of products are added as LoHa and LoKr mean them`() throws {
        let name = "lora_unet_\(Self.diffusers)"
        func tensor(_ factor: String, _ shape: [Int]) throws -> Tensor {
            try syntheticWeights("\(name).\(factor)", shape).tensor()
        }
        let hadamard = try changed(
            file([
                "\(name).hada_w1_a": [32, 2], "\(name).hada_w1_b": [2, 32], "\(name).hada_w2_a": [32, 2],
                "\(name).hada_w2_b": [2, 32],
            ]), 0.5)
        let product = try matmul(tensor("hada_w1_a", [32, 2]), tensor("hada_w1_b", [2, 32]))
        let other = try matmul(tensor("hada_w2_a", [32, 2]), tensor("hada_w2_b", [2, 32]))
        #expect(relativeError(hadamard, (try original() + product * other * 0.5).array) < 1e-6)

        let kronecker = try changed(
            file([
                "\(name).lokr_w1": [4, 2], "\(name).lokr_w2_a": [8, 3], "\(name).lokr_w2_b": [3, 16],
            ]), 2)
        let left = try tensor("lokr_w1", [4, 2]).array
        let right = try matmul(tensor("lokr_w2_a", [8, 3]), tensor("lokr_w2_b", [3, 16])).array
        let whole = try original().array.enumerated().map { index, value in
            let (row, column) = (index / 32, index % 32)
            return value + 2 * left[row / 8 * 2 + column / 16] * right[row % 8 * 16 + column % 16]
        }
        #expect(relativeError(kronecker, whole) < 1e-6)
    }

    @Test(arguments: [
        "lora_unet_\(diffusers).lora_up.weight lora_unet_\(diffusers).lora_down.weight",
        "lora_unet_input_blocks_1_1_transformer_blocks_0_attn1_to_q.lora_up.weight "
            + "lora_unet_input_blocks_1_1_transformer_blocks_0_attn1_to_q.lora_down.weight",
        "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.lora_B.weight "
            + "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.lora_A.weight",
        "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.processor.to_q_lora.up.weight "
            + "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.processor.to_q_lora.down.weight",
        "diffusion_model.input_blocks.1.1.transformer_blocks.0.attn1.to_q.lora_B.default.weight "
            + "diffusion_model.input_blocks.1.1.transformer_blocks.0.attn1.to_q.lora_A.default.weight",
    ])
    func `every spelling finds its layer`(names: String) throws {
        let pair = names.split(separator: " ").map(String.init)
        let tensors = [pair[0]: syntheticWeights("up", [32, 4]), pair[1]: syntheticWeights("down", [4, 32])]
        let product = matmul(
            try syntheticWeights("up", [32, 4]).tensor(), try syntheticWeights("down", [4, 32]).tensor())
        #expect(relativeError(try changed(tensors, 1), (try original() + product).array) < 1e-6)
    }

    @Test func `a text encoder is changed too, and nothing is rounded`() throws {
        let name = "lora_te_text_model_encoder_layers_1_mlp_fc1"
        let tensors = file(["\(name).lora_up.weight": [128, 2], "\(name).lora_down.weight": [2, 32]])
        let encoder = try TextEncoder(clipL: checkpoint.textEncoder(), .init())
        let patched = try LoRA(file: tensors, origin: "lora").applied(to: encoder, strength: 0.7)
        let weight = try patched.parts[0].encoder.model.weights(
            "text_model.encoder.layers.1.mlp.fc1.weight", 128, 32
        ).tensor().array
        let product = matmul(
            try syntheticWeights("\(name).lora_up.weight", [128, 2]).tensor(),
            try syntheticWeights("\(name).lora_down.weight", [2, 32]).tensor())
        let original = try encoder.parts[0].encoder.model.weights(
            "text_model.encoder.layers.1.mlp.fc1.weight", 128, 32
        ).tensor()
        #expect(relativeError(weight, (original + product * 0.7).array) < 1e-7)
        let one = try encoder.encode("a lighthouse") { _, _ in nil }
        let other = try patched.encode("a lighthouse") { _, _ in nil }
        #expect(one.hidden.array != other.hidden.array)
    }

    @Test func `the names of diffusers are those of its layout`() throws {
        let configuration = try checkpoint.unet().configuration
        for (original, diffusers) in [
            ("input_blocks.0.0", "conv_in"), ("input_blocks.1.0.in_layers.2", "down_blocks.0.resnets.0.conv1"),
            ("input_blocks.2.1.proj_in", "down_blocks.0.attentions.1.proj_in"),
            ("input_blocks.3.0.op", "down_blocks.0.downsamplers.0.conv"),
            ("input_blocks.5.0.emb_layers.1", "down_blocks.1.resnets.1.time_emb_proj"),
            ("middle_block.1.transformer_blocks.0.ff.net.2", "mid_block.attentions.0.transformer_blocks.0.ff.net.2"),
            ("middle_block.2.out_layers.3", "mid_block.resnets.1.conv2"),
            ("output_blocks.0.0.skip_connection", "up_blocks.0.resnets.0.conv_shortcut"),
            ("output_blocks.2.1.conv", "up_blocks.0.upsamplers.0.conv"),
            ("output_blocks.5.1.proj_out", "up_blocks.1.attentions.2.proj_out"),
            ("time_embed.2", "time_embedding.linear_2"), ("out.2", "conv_out"), ("out.0", "conv_norm_out"),
        ] {
            #expect(configuration.diffusersName(of: original) == diffusers)
        }
    }

    @Test func `what does not fit, or is no change at all, is refused`() throws {
        let name = "lora_unet_\(Self.diffusers)"
        let wide = file(["\(name).lora_up.weight": [32, 4], "\(name).lora_down.weight": [4, 48]])
        #expect(throws: WeightsError.self) { try changed(wide, 1) }
        let apart = file(["\(name).lora_up.weight": [32, 3], "\(name).lora_down.weight": [4, 32]])
        #expect(throws: WeightsError.self) { try LoRA(file: apart, origin: "lora") }
        for factors in [
            ["lora_up.weight": [32, 0], "lora_down.weight": [0, 32]],
            ["hada_w1_a": [32, 0], "hada_w1_b": [0, 32], "hada_w2_a": [32, 0], "hada_w2_b": [0, 32]],
            ["lokr_w1": [1, 1], "lokr_w2_a": [32, 0], "lokr_w2_b": [0, 32]],
        ] {
            let empty = file(Dictionary(uniqueKeysWithValues: factors.map { ("\(name).\($0)", $1) }))
            #expect(throws: WeightsError.self) { try LoRA(file: empty, origin: "lora") }
        }
        let half = file(["\(name).lora_up.weight": [32, 4]])
        #expect(throws: WeightsError.self) { try LoRA(file: half, origin: "lora") }
        #expect(throws: WeightsError.self) { try LoRA(file: SyntheticCheckpoint.stableDiffusion, origin: "lora") }
    }
}
