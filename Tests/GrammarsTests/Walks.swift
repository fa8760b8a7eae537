import Testing

@testable import Grammars

/// Texts of a grammar, written by chance.
enum Walks {
    /// All bytes, and some tokens of several, as vocabularies have them; the last ends a text.
    static let spellings: [[UInt8]] =
        (UInt8.min...UInt8.max).map { [$0] }
        + [
            "\": \"", "\", \"", "{\"", "\"}", "[[", "]]", "}]", "},", " the", "name", "true", "null", "1.", "00", "-1",
            "\\u", "é", "日本", "\n    ", "]}",
        ]
        .map { Array($0.utf8) } + [[]]
    static let trie = TokenTrie(spellings)
    static let end = spellings.count - 1

    static func automaton(_ grammar: Grammar) -> GrammarAutomaton { GrammarAutomaton(grammar) { _ in 1 } }

    static func accepts(_ grammar: Grammar, _ text: String) -> Bool {
        var automaton = automaton(grammar)
        var state = automaton.start
        for byte in text.utf8 { state = automaton.state(after: byte, in: state) }
        return automaton.mayEnd(in: state)
    }

    /// - Returns: the text, and how many tokens it took.
    static func text(
        of grammar: TokenGrammar, budget: Int, seed: UInt64
    ) throws -> (text: String, tokens: Int) {
        var random = Random(state: seed)
        var text = try ConstrainedText(grammar, endTokens: [end], budget: budget)
        var bytes: [UInt8] = []
        var tokens = 0
        while !text.isOver() {
            let logits = spellings.map { _ in Float(random.next() % 1000) }
            let token = text.next(logits) { logits in logits.indices.max { logits[$0] < logits[$1] } ?? 0 }
            if token == end { break }
            bytes += spellings[token]
            tokens += 1
        }
        return (String(decoding: bytes, as: UTF8.self), tokens)
    }
}

/// Steele et al. 2014.
struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}
