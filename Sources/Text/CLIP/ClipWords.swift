/// Cuts a cleaned text without spaces into what CLIP calls words: special tokens, English contractions, runs of letters, single
/// digits, and runs of anything else.
///
/// Source: the pattern of OpenAI's CLIP, `<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`.
struct ClipWords: Sequence, IteratorProtocol {
    private var rest: ArraySlice<Unicode.Scalar>

    init(_ text: [Unicode.Scalar]) { rest = text[...] }

    mutating func next() -> ArraySlice<Unicode.Scalar>? {
        // The pattern matches this one mark nowhere: it ignores case, and an iota subscript is a case of the letter iota.
        rest = rest.drop { $0 == Self.iotaSubscript }
        guard let first = rest.first else { return nil }

        let length = Self.fixed.first { isNext($0) }?.count
        if let length { return take(length) }
        if first.isLetter { return take(rest.prefix(while: \.isLetter).count) }
        if first.isNumber { return take(1) }
        return take(rest.prefix { !$0.isLetter && !$0.isNumber && $0 != Self.iotaSubscript }.count)
    }

    private static let iotaSubscript: Unicode.Scalar = "\u{345}"

    private static let fixed: [[Unicode.Scalar]] = [
        ClipTokenizer.startText, ClipTokenizer.endText, "'s", "'t", "'re", "'ve", "'m", "'ll", "'d",
    ].map { Array($0.unicodeScalars) }

    /// Without regard to case; in a text of lower case that leaves only the long s.
    private func isNext(_ word: [Unicode.Scalar]) -> Bool {
        rest.count >= word.count && zip(rest, word).allSatisfy { $0 == $1 || ($0 == "\u{17F}" && $1 == "s") }
    }

    private mutating func take(_ count: Int) -> ArraySlice<Unicode.Scalar> {
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
