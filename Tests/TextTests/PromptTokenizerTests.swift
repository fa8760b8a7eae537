import Testing

@testable import Text

struct PromptTokenizerTests {
    private static let tokenizer = ClipTokenizer()
    private static let vectors = ["emb": 3, "one": 1, "nine": 9, "long": 80, "c,": 2]

    @Test func `makes ComfyUI's chunks of any prompt`() throws {
        let prompts = PromptTokenizer(Self.tokenizer)
        let rows = try GoldenText.read("clip-prompts.json", as: GoldenText.Prompt.self)
        #expect(rows.count > 200)
        let different = rows.filter { row in
            prompts.chunks(of: row.text) { Self.vectors[$0] }.map(\.tokens) != row.chunks
        }
        #expect(different.map(\.text) == [])
    }

    @Test func `pads with the end token or with zero`() {
        for (padding, id) in [(PromptTokenizer.Padding.end, ClipTokenizer.end), (.zero, 0)] {
            let chunks = PromptTokenizer(Self.tokenizer, padding: padding).chunks(of: "fox") { _ in nil }
            let contents = chunks.flatMap(\.tokens).map(\.content)
            #expect(contents.prefix(3) == [.id(ClipTokenizer.start), .id(3240), .id(ClipTokenizer.end)])
            #expect(contents.dropFirst(3).allSatisfy { $0 == .id(id) })
            #expect(contents.count == PromptChunk.length)
        }
    }

    @Test func `cuts an embedding's name where markup begins`() {
        let chunk = PromptTokenizer(Self.tokenizer).chunks(of: "embedding:one<b> (embedding:emb[a]:2)") {
            Self.vectors[$0]
        }
        let contents = chunk.flatMap(\.tokens).map(\.content)
        #expect(contents.contains(.embedding(name: "one", index: 0)))
        #expect(contents.contains(.embedding(name: "emb", index: 2)))
    }

    @Test func `goes on without an embedding that has no name`() {
        let prompts = PromptTokenizer(Self.tokenizer)
        #expect(prompts.chunks(of: "embedding: ") { _ in 1 } == prompts.chunks(of: "") { _ in nil })
    }

    @Test func `tells whether a chunk is weighted`() {
        let prompts = PromptTokenizer(Self.tokenizer)
        #expect(prompts.chunks(of: "a fox") { _ in nil }.map(\.isWeighted) == [false])
        #expect(prompts.chunks(of: "a (fox)") { _ in nil }.map(\.isWeighted) == [true])
        #expect(prompts.chunks(of: "a (fox:1.0)") { _ in nil }.map(\.isWeighted) == [false])
    }

    @Test func `lets the error of a lookup through`() {
        struct Unreadable: Error {}
        #expect(throws: Unreadable.self) {
            try PromptTokenizer(Self.tokenizer).chunks(of: "embedding:emb") { _ in throw Unreadable() }
        }
    }
}
