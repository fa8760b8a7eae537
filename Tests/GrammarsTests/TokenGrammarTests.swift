import Testing

@testable import Grammars

struct TokenGrammarTests {
    static let lists =
        "root ::= list\nlist ::= \"[\" (item (\",\" item)*)? \"]\"\nitem ::= list | [0-9]+ | \"\\\"\" [^\"\\\\]* \"\\\"\""

    @Test func `a mask has exactly the tokens that lead on`() throws {
        let grammar = try Grammar(gbnf: Self.lists)
        let tokens = try TokenGrammar(grammar, Walks.trie)
        var automaton = Walks.automaton(grammar)
        for text in ["", "[", "[[", "[1", "[\"a", "[\"\u{65E5}", "[[],[\"x\"", "[]"] {
            var place = tokens.start()
            tokens.advance(&place, by: Array(text.utf8)[...], in: Array(text.utf8))
            let mask = tokens.mask(&place, after: Array(text.utf8), budget: 1_000_000)
            for (token, spelling) in Walks.spellings.enumerated() {
                var state = automaton.start
                for byte in Array(text.utf8) + spelling { state = automaton.state(after: byte, in: state) }
                #expect(
                    mask.contains(token) == (state != GrammarAutomaton.dead && !spelling.isEmpty),
                    "\(token) after \(text)")
            }
        }
    }

    @Test(arguments: 2...60)
    func `a text comes to its end within the budget`(budget: Int) throws {
        let grammar = try Grammar(gbnf: Self.lists)
        let tokens = try TokenGrammar(grammar, Walks.trie)
        for seed in 0..<20 as Range<UInt64> {
            let (text, count) = try Walks.text(of: tokens, budget: budget, seed: seed)
            #expect(count <= budget)
            #expect(Walks.accepts(grammar, text), "\(text)")
        }
    }

    @Test func `a budget that is too small is refused before anything is written`() throws {
        let tokens = try TokenGrammar(Grammar(gbnf: "root ::= \"abc\" [0-9]{4}"), Walks.trie)
        #expect(tokens.shortest == 7)
        #expect(throws: GrammarError.budget(tokens: 6, least: 7)) {
            try ConstrainedText(tokens, endTokens: [], budget: 6)
        }
    }

    @Test func `a vocabulary that cannot spell any text is told so`() throws {
        let letters = TokenTrie([Array("a".utf8), Array("b".utf8)])
        #expect(throws: GrammarError.unspellable) { try TokenGrammar(Grammar(gbnf: "root ::= \"ac\""), letters) }
        let tokens = try TokenGrammar(Grammar(gbnf: "root ::= \"ac\" | \"b\"+ \"c\"? | \"a\""), letters)
        var text = try ConstrainedText(tokens, endTokens: [], budget: 5)
        // `ac` would lead to where nothing can be spelled, and is no way.
        let token = text.next([1, 0]) { _ in 0 }
        #expect(token == 0)
        let isOver = text.isOver()
        #expect(isOver)
    }

    @Test func `without an end token a text ends as soon as it may`() throws {
        let tokens = try TokenGrammar(Grammar(gbnf: "root ::= [0-9]+"), Walks.trie)
        var text = try ConstrainedText(tokens, endTokens: [], budget: 50)
        _ = text.next([Float](repeating: 0, count: Walks.spellings.count)) { _ in Int(UInt8(ascii: "7")) }
        let isOver = text.isOver()
        #expect(isOver)
    }

    @Test func `a choice that may not be made is replaced`() throws {
        let tokens = try TokenGrammar(Grammar(gbnf: "root ::= \"q\""), Walks.trie)
        var text = try ConstrainedText(tokens, endTokens: [Walks.end], budget: 5)
        let nonsense = [Float](repeating: .nan, count: Walks.spellings.count)
        let token = text.next(nonsense) { _ in 3 }
        #expect(token == Int(UInt8(ascii: "q")))
    }
}
