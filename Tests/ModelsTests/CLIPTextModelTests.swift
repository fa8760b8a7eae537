import Layers
import Tensors
import TestSupport
import Testing

@testable import Models

/// Truth: transformers' `CLIPTextModel` with the same weights; relative L2 error of each layer within 1e-4.
struct CLIPTextModelTests {
    private let golden: GoldenFile
    private let model: CLIPTextModel
    private let prompts: [[CLIPToken]]

    init() throws {
        golden = try GoldenFile("clip")
        var checkpoint = SyntheticCheckpoint()
        // The names of the golden's tensors have no prefix, and names decide the weights.
        checkpoint.addCLIP("", width: 128, layers: 3, vocabulary: 600)
        let tensors = Dictionary(
            uniqueKeysWithValues: checkpoint.tensors.map { name, tensor in
                let name = String(name.dropFirst())
                return ("text_model.\(name)", syntheticWeights(name, tensor.shape))
            })
        model = try CLIPTextModel(Weights(tensors, origin: "tiny"))
        let tokens = try golden["tokens"]
        prompts = (0..<tokens.shape[0]).map { row in tokens[rows: row..<row + 1].array.map { .id(Int($0)) } }
    }

    @Test func `every layer agrees with transformers`() throws {
        let trace = Trace(golden)
        let output = try model.run(prompts, lastLayer: -1, observe: trace.observe)
        golden.check("last", output.hidden)
        golden.check("pooled", output.pooled)
        #expect(trace.names == ["embeddings", "encoder.layers.0", "encoder.layers.1", "encoder.layers.2"])
    }

    @Test func `clip skip takes the layer before, through the final norm`() throws {
        let output = try model(prompts, lastLayer: -2)
        golden.check("penultimate", output.hidden)
        golden.check("pooled", output.pooled)
    }

    @Test func `a layer before the first means the last`() throws {
        golden.check("last", try model(prompts, lastLayer: -4).hidden)
    }

    @Test func `a vector stands in for a token`() throws {
        let table = try golden["embeddings"]
        #expect(table.shape[2] == model.configuration.width)
        let row = try (Weights(["w": syntheticWeights("embeddings.token_embedding.weight", [600, 128])], origin: ""))(
            "w", 600, 128
        ).rows([17])
        guard let place = prompts[0].firstIndex(of: .id(17)) else {
            Issue.record("the golden prompt has no token 17")
            return
        }
        var prompts = prompts
        prompts[0][place] = .vector(row.array)
        golden.check("last", try model(prompts).hidden)
    }

    @Test func `a token beyond the vocabulary is the file's fault`() {
        #expect(throws: WeightsError.self) { try model([[.id(598), .id(600), .id(599)]]) }
        #expect(throws: WeightsError.self) { try model([[CLIPToken](repeating: .id(1), count: 78)]) }
    }
}
