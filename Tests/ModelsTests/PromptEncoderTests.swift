import Models
import Tensors
import TestSupport
import Text
import Testing

struct PromptEncoderTests {
    private let encoder: PromptEncoder

    init() throws {
        encoder = PromptEncoder(
            try StableDiffusionCheckpoint(SyntheticCheckpoint.stableDiffusion, origin: "tiny").textEncoder())
    }

    /// A chunk that starts with the start token and these, and ends with end tokens.
    private func chunk(_ tokens: [PromptToken]) -> PromptChunk {
        let filler = [PromptToken](repeating: PromptToken(.id(ClipTokenizer.end)), count: 76 - tokens.count)
        return PromptChunk([PromptToken(.id(ClipTokenizer.start))] + tokens + filler)
    }

    @Test func `a weight moves a position away from the empty prompt`() throws {
        let words: [Int32] = [320, 1125, 539]
        let plain = try encoder.encode([chunk(words.map { PromptToken(.id($0)) })]).hidden.array
        let empty = try encoder.encode([chunk([])]).hidden.array
        let weights = [1, 1.5, 0.25]
        let weighted = try encoder.encode([
            chunk(zip(words, weights).map { PromptToken(.id($0), weight: $1) })
        ]).hidden.array
        for (row, weight) in ([1] + weights + [1]).enumerated() {
            for column in row * 32..<row * 32 + 32 {
                let expected = (plain[column] - empty[column]) * Float(weight) + empty[column]
                #expect(abs(weighted[column] - expected) < 1e-5)
            }
        }
    }

    @Test func `chunks are joined along the tokens, the first is pooled`() throws {
        let one = chunk([PromptToken(.id(320))])
        let two = chunk([PromptToken(.id(1125))])
        let both = try encoder.encode([one, two])
        #expect(both.hidden.shape == [1, 154, 32])
        let first = try encoder.encode([one])
        let second = try encoder.encode([two])
        #expect(relativeError(both.hidden.array, first.hidden.array + second.hidden.array) < 1e-6)
        #expect(relativeError(both.pooled.array, first.pooled.array) < 1e-6)
    }

    @Test func `an embedding's vectors take the places of tokens`() throws {
        let vectors = Tensor(noise(2 * 32), shape: [2, 32])
        let named = chunk([
            PromptToken(.embedding(name: "style", index: 0)), PromptToken(.embedding(name: "style", index: 1)),
        ])
        let found = try encoder.encode([named], embeddings: ["style": vectors]).hidden
        let tokens: [CLIPToken] =
            [.id(49_406), .vector(vectors[rows: 0..<1].array), .vector(vectors[rows: 1..<2].array)]
            + [CLIPToken](repeating: .id(49_407), count: 74)
        #expect(found.array == (try encoder.model([tokens]).hidden).array)
    }

    @Test func `clip skip takes another layer`() throws {
        var skipping = encoder
        skipping.lastLayer = -2
        let prompt = [chunk([PromptToken(.id(320))])]
        #expect(try skipping.encode(prompt).hidden.array != encoder.encode(prompt).hidden.array)
        #expect(try skipping.encode(prompt).pooled.array == encoder.encode(prompt).pooled.array)
    }
}
