/// The byte-pair tokenizer of CLIP: text to token ids, the same ids as ComfyUI's for any text.
///
/// Making one takes a few milliseconds; keep it.
///
/// Source: Radford et al. 2021 and `CLIPTokenizer` in transformers 4, which ComfyUI uses.
public struct ClipTokenizer: Sendable {
    /// The token before every text.
    public static let start: Int32 = 49406
    /// The token after every text; also the padding of CLIP-L.
    public static let end: Int32 = 49407

    static let startText = "<|startoftext|>", endText = "<|endoftext|>"

    private let merges = BytePairMerges(PackedTable(BytePairMerges.clipTable))
    private let clean = ClipCleaning()

    public init() {}

    /// The ids of the text, without start, end and padding.
    public func encode(_ text: some StringProtocol) -> [Int32] {
        var ids: [Int32] = []
        var rest = Substring(text).unicodeScalars
        while !rest.isEmpty {
            let (plain, special, remainder) = Self.cutAtSpecial(rest)
            for part in clean(plain) {
                for word in ClipWords(part) { ids += self.ids(ofWord: word) }
            }
            if let special { ids.append(special) }
            rest = remainder
        }
        return ids
    }

    /// How the vocabulary spells a token: `fox</w>`, `<|endoftext|>`. Nil for an id that CLIP does not have.
    public func piece(of id: Int32) -> String? {
        switch id {
        case Self.start: Self.startText
        case Self.end: Self.endText
        case 0..<Self.start: merges.piece(of: Int(id))
        default: nil
        }
    }

    private func ids(ofWord word: ArraySlice<Unicode.Scalar>) -> [Int32] {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: word)
        switch String(view) {
        case Self.startText: return [Self.start]
        case Self.endText: return [Self.end]
        case let text: return merges.tokens(of: Array(text.utf8))
        }
    }

    /// Cuts the text at the first special token that is written out in it, before any cleaning, as transformers does.
    private static func cutAtSpecial(
        _ text: Substring.UnicodeScalarView
    ) -> (plain: Substring.UnicodeScalarView, special: Int32?, rest: Substring.UnicodeScalarView) {
        var from = text.startIndex
        while let bracket = text[from...].firstIndex(of: "<") {
            for (word, id) in [(startText, start), (endText, end)]
            where text[bracket...].starts(with: word.unicodeScalars) {
                let after = text.index(bracket, offsetBy: word.unicodeScalars.count)
                return (text[..<bracket], id, text[after...])
            }
            from = text.index(after: bracket)
        }
        return (text, nil, text[text.endIndex...])
    }
}
