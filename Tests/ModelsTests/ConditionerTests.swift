import Diffusion
import Layers
import Tensors
import TestSupport
import Testing

@testable import Models

/// Truth: transformers, diffusers and PyTorch with the same weights; `Tests/Golden/Models/record_conditioners.py`.
struct ConditionerTests {
    private let golden: GoldenFile

    init() throws { golden = try GoldenFile("conditioners") }

    /// Tensors whose weights follow from their names.
    private func tensors(_ shapes: [String: [Int]], prefix: String = "") -> [String: StoredTensor] {
        Dictionary(uniqueKeysWithValues: shapes.map { ($0.key, syntheticWeights(prefix + $0.key, $0.value)) })
    }

    private func linear(_ name: String, _ inputs: Int, _ outputs: Int) -> [String: [Int]] {
        ["\(name).weight": [outputs, inputs], "\(name).bias": [outputs]]
    }

    private func norm(_ name: String, _ width: Int) -> [String: [Int]] {
        ["\(name).weight": [width], "\(name).bias": [width]]
    }

    private func merged(_ parts: [[String: [Int]]]) -> [String: [Int]] {
        parts.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    }

    @Test func `a vision model sees what transformers sees, cut and squeezed`() throws {
        let width = 64
        var parts = [
            ["vision_model.embeddings.class_embedding": [width]],
            ["vision_model.embeddings.patch_embedding.weight": [width, 3, 14, 14]],
            ["vision_model.embeddings.position_embedding.weight": [5, width]],
            norm("vision_model.pre_layrnorm", width), norm("vision_model.post_layernorm", width),
            ["visual_projection.weight": [24, width]],
        ]
        for index in 0..<3 {
            let layer = "vision_model.encoder.layers.\(index)"
            for name in ["q_proj", "k_proj", "v_proj", "out_proj"] {
                parts.append(linear("\(layer).self_attn.\(name)", width, width))
            }
            parts += [norm("\(layer).layer_norm1", width), norm("\(layer).layer_norm2", width)]
            parts += [linear("\(layer).mlp.fc1", width, 128), linear("\(layer).mlp.fc2", 128, width)]
        }
        let model = try CLIPVisionModel(file: tensors(merged(parts)), origin: "tiny")
        #expect(model.pictureSize == 28)
        let pictures = try golden["vision.picture"]
        for (name, crop) in [("vision.crop", true), ("vision.squeezed", false)] {
            // Rounding to 256 levels can differ by one where interpolation ends near a half.
            let prepared = ClipPicture.prepared(pictures, size: 28, crop: crop)
            let largest = zip(prepared.array, try golden["\(name).prepared"].array).map { abs($0 - $1) }.max() ?? 1
            #expect(largest < 1.01 / 255 / 0.26)
            let seen = try model.see(golden["\(name).prepared"])
            golden.check("\(name).last", seen.last)
            golden.check("\(name).penultimate", seen.penultimate)
            golden.check("\(name).embedding", seen.embedding)
        }
    }

    @Test func `objects with a place change the tokens as diffusers' layers do`() throws {
        let width = 64
        let gate = "input_blocks.1.1.transformer_blocks.0.fuser"
        let file = tensors(
            merged([
                linear("\(gate).linear", 768, width), norm("\(gate).norm1", width), norm("\(gate).norm2", width),
                ["\(gate).attn.to_q.weight": [width, width], "\(gate).attn.to_k.weight": [width, width]],
                ["\(gate).attn.to_v.weight": [width, width]], linear("\(gate).attn.to_out.0", width, width),
                linear("\(gate).ff.net.0.proj", width, 8 * width), linear("\(gate).ff.net.2", 4 * width, width),
                ["\(gate).alpha_attn": [], "\(gate).alpha_dense": []],
                ["position_net.null_positive_feature": [48], "position_net.null_position_feature": [64]],
                linear("position_net.linears.0", 112, 512), linear("position_net.linears.2", 512, 512),
                linear("position_net.linears.4", 512, 768),
            ]))
        let gligen = try GLIGEN(file: file, origin: "tiny")
        #expect(gligen.objectWidth == 48)
        let vectors = try golden["gligen.objects"]
        let objects = [
            GLIGEN.Object(vector: vectors[rows: 0..<1], height: 4, width: 6, y: 1, x: 2),
            GLIGEN.Object(vector: vectors[rows: 1..<2], height: 4, width: 3, y: 4, x: 0),
        ]
        let placed = try gligen.placed(objects, height: 8, width: 12)
        golden.check("gligen.output", try placed(golden["gligen.tokens"], in: 0))
        // A transformer that the file has no layer for keeps its tokens.
        #expect(try placed(golden["gligen.tokens"], in: 1).array == golden["gligen.tokens"].array)
        let many = [GLIGEN.Object](repeating: objects[0], count: 31)
        #expect(throws: ModelInputError.objects(found: 31, most: 30)) {
            try gligen.placed(many, height: 8, width: 12)
        }
    }

    @Test func `a hypernetwork changes keys and values of the widths that it names`() throws {
        let file = tensors(
            merged([0, 1].flatMap { [linear("32.\($0).linear.0", 32, 48), linear("32.\($0).linear.1", 48, 32)] }))
        let hypernetwork = try Hypernetwork(file: file, texts: ["activation_func": "mish"], origin: "tiny")
        let tokens = try golden["hypernetwork.tokens"]
        var (keys, values) = (tokens, tokens)
        try AppliedHypernetwork(hypernetwork, strength: 0.7).change(&keys, &values)
        golden.check("hypernetwork.0", keys)
        golden.check("hypernetwork.1", values)
        var (others, same) = (Tensor(noise(48), shape: [1, 3, 16]), Tensor(noise(48), shape: [1, 3, 16]))
        try AppliedHypernetwork(hypernetwork, strength: 1).change(&others, &same)
        #expect(others.array == noise(48))
        #expect(throws: WeightsError.self) {
            try Hypernetwork(file: file, texts: ["activation_func": "softmax"], origin: "tiny")
        }
        #expect(throws: WeightsError.self) { try Hypernetwork(file: [:], texts: [:], origin: "tiny") }
    }

    @Test func `a style adapter makes words of a picture`() throws {
        let width = 64
        var parts = [
            ["style_embedding": [1, 3, width], "proj": [width, 40]], norm("ln_pre", width), norm("ln_post", width),
        ]
        for index in 0..<2 {
            let layer = "transformer_layes.\(index)"
            parts += [
                ["\(layer).attn.in_proj_weight": [3 * width, width], "\(layer).attn.in_proj_bias": [3 * width]],
                linear("\(layer).attn.out_proj", width, width), norm("\(layer).ln_1", width),
                norm("\(layer).ln_2", width), linear("\(layer).mlp.c_fc", width, 4 * width),
                linear("\(layer).mlp.c_proj", 4 * width, width),
            ]
        }
        let adapter = try StyleAdapter(file: tensors(merged(parts)), origin: "tiny")
        golden.check("style.words", try adapter(golden["style.seen"]))
        #expect(throws: ModelInputError.contextWidth(wanted: 64, found: 8)) {
            try adapter(Tensor(zeros: [1, 2, 8]))
        }
    }
}
