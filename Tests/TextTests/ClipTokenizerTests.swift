import Testing

@testable import Text

struct ClipTokenizerTests {
    private let tokenizer = ClipTokenizer()

    @Test func `gives the ids of transformers for any text`() throws {
        let rows = try GoldenText.read("clip-tokens.json", as: GoldenText.Tokens.self)
        #expect(rows.count > 1000)
        let different = rows.filter { tokenizer.encode($0.text) != $0.ids }
        #expect(different.map(\.text) == [])
    }

    @Test func `spells tokens as the vocabulary does`() {
        let pieces = tokenizer.encode("a foxtrot, 雪").map { tokenizer.piece(of: $0) }
        #expect(pieces == ["a</w>", "fox", "trot</w>", ",</w>", "é", "Ľ", "ª</w>"])
        #expect(tokenizer.piece(of: ClipTokenizer.start) == "<|startoftext|>")
        #expect(tokenizer.piece(of: ClipTokenizer.end) == "<|endoftext|>")
    }

    @Test func `gives every token a piece of its own`() {
        let pieces = (0...ClipTokenizer.end).compactMap { tokenizer.piece(of: $0) }
        #expect(pieces.count == 49_408)
        #expect(Set(pieces).count == 49_408)
    }

    @Test(arguments: [-1, 49_408, .max, .min])
    func `knows no other token`(id: Int32) {
        #expect(tokenizer.piece(of: id) == nil)
    }

    @Test func `takes a part of a string as it takes the whole`() {
        #expect(tokenizer.encode("a red fox".dropFirst(2)) == tokenizer.encode("red fox"))
    }
}
