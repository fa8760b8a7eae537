/// How text is cut into words before byte pairs are joined; nothing is joined across a cut.
///
/// Each case stands for a regular expression that a family of models was trained with.
public enum WordSplitter: String, Sendable, CaseIterable {
    case gpt2 = "gpt-2"
    case llama3 = "llama-bpe"
    case qwen2

    /// - Parameter name: what a GGUF file calls it (`tokenizer.ggml.pre`).
    public init?(named name: String) {
        switch name {
        case "gpt-2", "phi-2", "jina-es", "jina-de", "mpt", "olmo", "jais", "trillion": self = .gpt2
        case "llama-bpe", "llama3", "llama-v3", "falcon3", "pixtral": self = .llama3
        case "qwen2", "deepseek-r1-qwen", "stablelm2", "hunyuan": self = .qwen2
        default: return nil
        }
    }

    /// Whether a word that is a token as it stands is taken without joining.
    var takesWholeWords: Bool { self == .llama3 }

    /// The words, as ranges of `text`; together they are all of it.
    func words(of text: [Unicode.Scalar]) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start = 0
        let scan = WordScan(text)
        while start < text.count {
            let length = self == .gpt2 ? scan.gpt2Word(at: start) : scan.modernWord(at: start, digits: digitsInNumber)
            words.append(start..<start + max(1, length))
            start += max(1, length)
        }
        return words
    }

    private var digitsInNumber: Int { self == .llama3 ? 3 : 1 }
}

/// The alternatives of the expressions, in their order.
private struct WordScan {
    private let text: [Unicode.Scalar]
    private let kinds: [Kind]

    private enum Kind {
        case letter, number, space, other
    }

    init(_ text: [Unicode.Scalar]) {
        self.text = text
        kinds = text.map { scalar in
            let properties = scalar.properties
            switch properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return .letter
            case .decimalNumber, .letterNumber, .otherNumber: return .number
            default: return properties.isWhitespace ? .space : .other
            }
        }
    }

    /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
    func gpt2Word(at start: Int) -> Int {
        if let length = contraction(at: start, ignoresCase: false) { return length }
        let first = text[start] == " " ? start + 1 : start
        if first < text.count, kinds[first] != .space { return run(of: kinds[first], from: first) - start }
        return spaces(at: start)
    }

    /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,D}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
    func modernWord(at start: Int, digits: Int) -> Int {
        if let length = contraction(at: start, ignoresCase: true) { return length }
        if kinds[start] == .letter { return run(of: .letter, from: start) - start }
        if kinds[start] == .number { return min(run(of: .number, from: start) - start, digits) }
        if !isLineEnd(start), start + 1 < text.count, kinds[start + 1] == .letter {
            return run(of: .letter, from: start + 1) - start
        }
        let first = text[start] == " " ? start + 1 : start
        if first < text.count, kinds[first] == .other {
            var end = run(of: .other, from: first)
            while end < text.count, isLineEnd(end) { end += 1 }
            return end - start
        }
        let end = run(of: .space, from: start)
        if let last = (start..<end).last(where: isLineEnd) { return last + 1 - start }
        return spaces(at: start)
    }

    /// All spaces but the last, if a word follows them.
    private func spaces(at start: Int) -> Int {
        let end = run(of: .space, from: start)
        return end < text.count && end - start > 1 ? end - start - 1 : end - start
    }

    private func run(of kind: Kind, from start: Int) -> Int {
        var end = start
        while end < text.count, kinds[end] == kind { end += 1 }
        return end
    }

    private func isLineEnd(_ place: Int) -> Bool { text[place] == "\r" || text[place] == "\n" }

    private func contraction(at start: Int, ignoresCase: Bool) -> Int? {
        guard text[start] == "'" else { return nil }
        let ending = text[(start + 1)...].prefix(2).map { scalar in
            ignoresCase && scalar.isASCII ? scalar.properties.lowercaseMapping : String(scalar)
        }
        if let first = ending.first, ["s", "t", "m", "d"].contains(first) { return 2 }
        return ["re", "ve", "ll"].contains(ending.joined()) ? 3 : nil
    }
}
