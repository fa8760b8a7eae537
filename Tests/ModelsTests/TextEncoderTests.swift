import Layers
import Tensors
import TestSupport
import Text
import Testing

@testable import Models

struct TextEncoderTests {
    private static let tokenizer = ClipTokenizer()

    @Test func `a text encoder in the layout of OpenCLIP agrees with transformers`() throws {
        let golden = try GoldenFile("open-clip")
        var checkpoint = SyntheticCheckpoint()
        // The names of the golden's tensors have no prefix, and names decide the weights.
        checkpoint.addOpenCLIP("", width: 128, layers: 3, vocabulary: 600)
        let tensors = Dictionary(
            uniqueKeysWithValues: checkpoint.tensors.map { name, tensor in
                ("model\(name)", syntheticWeights(String(name.dropFirst()), tensor.shape))
            })
        let model = try CLIPTextModel(
            Weights(OpenCLIPNames.transformers(tensors, below: "model"), origin: "tiny"), activation: .gelu)
        let tokens = try golden["tokens"]
        let prompts = (0..<2).map { row in tokens[rows: row..<row + 1].array.map { CLIPToken.id(Int($0)) } }
        let last = try model(prompts)
        golden.check("last", last.hidden)
        golden.check("pooled", last.pooled)
        golden.check("penultimate", try model(prompts, lastLayer: -2, isNormalized: false).hidden)
    }

    @Test func `one model's vectors are those of its chunks`() throws {
        let checkpoint = StableDiffusionCheckpoint(SyntheticCheckpoint.stableDiffusion, origin: "tiny")
        let encoder = try checkpoint.promptEncoder(Self.tokenizer)
        let prompt = "a (lighthouse:1.3) at dusk"
        let chunks = PromptTokenizer(Self.tokenizer).chunks(of: prompt) { _ in nil }
        let model = try checkpoint.textEncoder()
        let found = try encoder.encode(prompt) { _, _ in nil }
        #expect(found.hidden.array == (try PromptEncoder(model).encode(chunks)).hidden.array)
        let skipped = try encoder.stopping(at: -2).encode(prompt) { _, _ in nil }
        #expect(skipped.hidden.array == (try PromptEncoder(model, lastLayer: -2).encode(chunks)).hidden.array)
    }

    @Test func `two models' vectors stand side by side, the second is pooled`() throws {
        let checkpoint = StableDiffusionCheckpoint(SyntheticCheckpoint.stableDiffusionXL, origin: "tiny")
        #expect(checkpoint.generation == .xl)
        let encoder = try checkpoint.promptEncoder(Self.tokenizer)
        #expect(encoder.parts.map(\.name) == ["clip_l", "clip_g"])
        let found = try encoder.encode("a lighthouse") { _, _ in nil }
        #expect(found.hidden.shape == [1, 77, 32])
        let left = try encoder.parts[0].encoder.encode(
            PromptTokenizer(Self.tokenizer).chunks(of: "a lighthouse") { _ in nil })
        let right = try encoder.parts[1].encoder.encode(
            PromptTokenizer(Self.tokenizer, padding: .zero).chunks(of: "a lighthouse") { _ in nil })
        #expect(found.hidden.array == concatenate([left.hidden, right.hidden], axis: 2).array)
        #expect(found.pooled.array == right.pooled.array)
    }

    @Test func `each model may have a prompt of its own; the shorter is filled up`() throws {
        let checkpoint = StableDiffusionCheckpoint(SyntheticCheckpoint.stableDiffusionXL, origin: "tiny")
        let encoder = try checkpoint.promptEncoder(Self.tokenizer)
        let same = try encoder.encode(byPart: ["a lighthouse", "a lighthouse"]) { _, _ in nil }
        #expect(same.hidden.array == (try encoder.encode("a lighthouse") { _, _ in nil }).hidden.array)
        let long = [String](repeating: "lighthouse", count: 100).joined(separator: " ")
        #expect(try encoder.encode(byPart: ["a lighthouse", long]) { _, _ in nil }.hidden.shape == [1, 154, 32])
    }

    @Test func `each model is asked for its own vectors of an embedding`() throws {
        let checkpoint = StableDiffusionCheckpoint(SyntheticCheckpoint.stableDiffusionXL, origin: "tiny")
        var asked: [String] = []
        _ = try checkpoint.promptEncoder(Self.tokenizer).encode("a embedding:style") { name, part in
            asked.append("\(part.name) \(part.width) \(name)")
            return Tensor(zeros: [2, part.width])
        }
        #expect(Set(asked) == ["clip_l 16 style", "clip_g 16 style"])
    }

    @Test func `the XL network takes the pooled vector and the size`() throws {
        let checkpoint = StableDiffusionCheckpoint(SyntheticCheckpoint.stableDiffusionXL, origin: "tiny")
        let prompt = try checkpoint.promptEncoder(Self.tokenizer).encode("a lighthouse") { _, _ in nil }
        let network = try checkpoint.unet()
        let latent = Tensor(noise(4 * 8 * 8), shape: [1, 4, 8, 8])
        let small = SizeLabel(height: 64, width: 64).label(pooled: prompt.pooled)
        #expect(small.shape == [1, 16 + 1536])
        let large = SizeLabel(height: 1024, width: 64).label(pooled: prompt.pooled)
        // 64 pixels high: cosines and sines of 64 · 10000^(-i / 128), from the lowest frequency number 0 on.
        #expect(abs(small.array[16] - 0.391_857_2) < 1e-5)
        #expect(abs(small.array[16 + 128] - 0.920_026) < 1e-5)
        let first = try network(latent, timesteps: [500], context: prompt.hidden, label: small)
        let second = try network(latent, timesteps: [500], context: prompt.hidden, label: large)
        #expect(first.array != second.array)
    }

    @Test func `a file without text encoder says so`() {
        let checkpoint = StableDiffusionCheckpoint(
            SyntheticCheckpoint.stableDiffusion.filter { $0.key.hasPrefix("model.") }, origin: "tiny")
        let error = #expect(throws: WeightsError.self) { try checkpoint.promptEncoder(Self.tokenizer) }
        #expect(error?.remedy == "This file has no text encoder; add a CLIPLoader.")
    }

    @Test func `a CLIP-H without its last layer counts as if it were there`() throws {
        var checkpoint = SyntheticCheckpoint()
        checkpoint.addCLIP("text_model", width: 64, layers: 24, vocabulary: 49_408)
        let whole = checkpoint.tensors
        let shorter = whole.filter { !$0.key.contains(".layers.23.") }
        #expect(shorter.count < whole.count)
        func hidden(_ tensors: [String: StoredTensor], at layer: Int? = nil) throws -> [Float] {
            let encoder = try TextEncoder(file: tensors, origin: "tiny", Self.tokenizer)
            #expect(encoder.parts.map(\.name) == ["clip_h"])
            return try (layer.map(encoder.stopping) ?? encoder).encode("a lake") { _, _ in nil }.hidden.array
        }
        #expect(try hidden(shorter) == hidden(whole))
        #expect(try hidden(shorter, at: -5) == hidden(whole, at: -5))
    }
}
