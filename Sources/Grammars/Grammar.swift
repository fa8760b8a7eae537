/// A context-free grammar over the bytes of UTF-8: which texts are allowed.
///
/// It has been checked: from every rule that is used, and wherever a text has got to, some end can be reached.
public struct Grammar: Hashable, Sendable {
    let rules: [Rule]
    let root: Int

    struct Rule: Hashable, Sendable {
        /// As messages call it.
        var name: String
        var alternatives: [[Symbol]]
    }

    enum Symbol: Hashable, Sendable {
        /// One byte of these.
        case bytes(ByteSet)
        case rule(Int)
    }
}

/// Why a text is no grammar, or a grammar cannot be kept to.
public enum GrammarError: Error, Hashable, Sendable {
    case syntax(line: Int, column: Int, wanted: String)
    case noRule(name: String, line: Int)
    case ruleTwice(name: String, line: Int)
    case noRoot
    case leftRecursion(rules: [String])
    case endless
    case tooLarge(limit: Int)
    case unspellable
    case budget(tokens: Int, least: Int)
}

extension GrammarError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .syntax(let line, let column, let wanted):
            "the grammar, line \(line), column \(column): \(wanted) is wanted here. Write it as GBNF has it."
        case .noRule(let name, let line):
            "the grammar, line \(line): no rule is called '\(name)'. Add it, or look for a misspelling."
        case .ruleTwice(let name, let line):
            "the grammar, line \(line): '\(name)' has been given before. Put both in one rule, with | between them."
        case .noRoot: "the grammar: it has no rule 'root'. Name the rule that a whole text follows so."
        case .leftRecursion(let rules):
            "the grammar: \(rules.map { "'\($0)'" }.joined(separator: " and ")) can begin with itself, which never gets on. "
                + "Put what is repeated behind what comes first."
        case .endless:
            "the grammar: no text follows it to an end. Give every rule a way out that leads to no rule again."
        case .tooLarge(let limit): "the grammar: it has more than \(limit) places. Use smaller counts."
        case .unspellable: "the grammar: the model's tokens cannot spell any text of it. Allow other characters."
        case .budget(let tokens, let least):
            "\(tokens) tokens may be written, but the shortest text that the grammar allows may take \(least). "
                + "Allow at least \(least)."
        }
    }
}
