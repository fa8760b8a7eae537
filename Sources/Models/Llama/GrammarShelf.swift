import Grammars
import Synchronization
import Text

/// The grammars that texts of a model followed last, in its tokens: what was worked out for one text serves the next.
final class GrammarShelf: Sendable {
    private let shelf = Mutex(Shelf())

    private struct Shelf {
        var trie: TokenTrie?
        /// The last used last.
        var grammars: [(grammar: Grammar, tokens: TokenGrammar)] = []
    }

    private static let room = 8

    /// - Parameter spellings: what each token of the model spells; asked for once.
    func tokens(for grammar: Grammar, spellings: () -> [[UInt8]]) throws(GrammarError) -> TokenGrammar {
        let result = shelf.withLock { shelf -> Result<TokenGrammar, GrammarError> in
            if let place = shelf.grammars.firstIndex(where: { $0.grammar == grammar }) {
                let known = shelf.grammars.remove(at: place)
                shelf.grammars.append(known)
                return .success(known.tokens)
            }
            let trie = shelf.trie ?? TokenTrie(spellings())
            shelf.trie = trie
            return Result { () throws(GrammarError) in
                let tokens = try TokenGrammar(grammar, trie)
                if shelf.grammars.count == Self.room { shelf.grammars.removeFirst() }
                shelf.grammars.append((grammar, tokens))
                return tokens
            }
        }
        return try result.get()
    }
}

extension LanguageModel {
    /// - Throws: `GrammarError` if `budget` tokens may be too few, or the model's tokens cannot spell what the grammar wants.
    func following(_ grammar: Grammar, within budget: Int) throws(GrammarError) -> ConstrainedText {
        let tokens = try grammars.tokens(for: grammar) {
            tokenizer.vocabulary.kinds.enumerated().map { token, kind in
                // What steers the model is no part of a text.
                [.control, .unknown, .unused].contains(kind) || endTokens.contains(token)
                    ? [] : tokenizer.bytes(of: token)
            }
        }
        return try ConstrainedText(tokens, endTokens: endTokens, budget: budget)
    }
}
