import Synchronization

/// A grammar in the tokens of one vocabulary; several texts can be written by it at once, and what was worked out for one serves
/// all.
public final class TokenGrammar: Sendable {
    private let grammar: Grammar
    private let trie: TokenTrie
    private let tables: Mutex<Tables>

    private struct Tables {
        var automaton: GrammarAutomaton
        var masks: [Int: TokenMask] = [:]
        /// Raised when the tables are begun anew.
        var era = 0
    }

    /// A state of the automaton; only worth something in its era.
    struct Place {
        var state: Int
        var era: Int
    }

    private static let mostMasks = 2048

    /// - Throws: `GrammarError.unspellable` if the vocabulary lacks what every text of the grammar needs.
    public init(_ grammar: Grammar, _ trie: TokenTrie) throws(GrammarError) {
        self.grammar = grammar
        self.trie = trie
        let automaton = GrammarAutomaton(grammar) { trie.price(of: $0) }
        guard automaton.start != GrammarAutomaton.dead else { throw .unspellable }
        tables = Mutex(Tables(automaton: automaton))
    }

    /// Tokens that are enough for some text of the grammar.
    public var shortest: Int { tables.withLock { $0.automaton.cost(of: $0.automaton.start) } }

    /// - Parameters:
    ///   - bytes: of the text so far.
    ///   - budget: tokens that may still be written.
    /// - Returns: the tokens after which the text can be brought to an end within `budget`.
    func mask(_ place: inout Place, after bytes: [UInt8], budget: Int) -> TokenMask {
        tables.withLock { tables in
            if tables.automaton.isFull {
                tables.automaton = GrammarAutomaton(grammar) { [trie] in trie.price(of: $0) }
                tables.masks = [:]
                tables.era += 1
            }
            bring(&place, upTo: bytes, &tables)
            if let known = tables.masks[place.state], known.highestCost < budget { return known }
            // Near the end of the budget, tokens that lead too far away are left out.
            let limit = min(budget - 1, ShortestTexts.never - 1)
            let mask = walk(from: place.state, limit: limit, &tables.automaton)
            if mask.isWhole {
                if tables.masks.count >= Self.mostMasks { tables.masks = [:] }
                tables.masks[place.state] = mask
            }
            return mask
        }
    }

    func start() -> Place { tables.withLock { Place(state: $0.automaton.start, era: $0.era) } }

    /// - Parameter text: all bytes so far, `bytes` at its end among them.
    func advance(_ place: inout Place, by bytes: ArraySlice<UInt8>, in text: [UInt8]) {
        tables.withLock { tables in
            if place.era != tables.era {
                bring(&place, upTo: text, &tables)
                return
            }
            for byte in bytes { place.state = tables.automaton.state(after: byte, in: place.state) }
        }
    }

    func end(_ place: inout Place, after bytes: [UInt8]) -> (mayEnd: Bool, mustEnd: Bool) {
        tables.withLock { tables in
            bring(&place, upTo: bytes, &tables)
            return (tables.automaton.mayEnd(in: place.state), tables.automaton.mustEnd(in: place.state))
        }
    }

    private func bring(_ place: inout Place, upTo bytes: [UInt8], _ tables: inout Tables) {
        guard place.era != tables.era else { return }
        place = Place(state: tables.automaton.start, era: tables.era)
        for byte in bytes { place.state = tables.automaton.state(after: byte, in: place.state) }
    }

    /// Follows all tokens at once through the tree.
    private func walk(from state: Int, limit: Int, _ automaton: inout GrammarAutomaton) -> TokenMask {
        var mask = TokenMask(tokens: trie.tokenCount)
        var states = [state]
        var node = 0
        while node < trie.nodes.count {
            let here = trie.nodes[node]
            let depth = Int(here.depth)
            let next = automaton.state(after: here.byte, in: states[depth])
            guard next != GrammarAutomaton.dead else {
                node = Int(here.next)
                continue
            }
            states.removeLast(states.count - depth - 1)
            states.append(next)
            let tokens = trie.tokens(of: node)
            if !tokens.isEmpty { mask.add(tokens, cost: automaton.cost(of: next), limit: limit) }
            node += 1
        }
        return mask
    }

    func spelling(of token: Int) -> [UInt8] { trie.spellings[token] }
}
