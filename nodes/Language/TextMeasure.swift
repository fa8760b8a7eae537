import Text

/// How large a text is: in a model's tokens, or in words.
struct TextMeasure {
    let tokenizer: LanguageTokenizer?

    func size(of text: Substring) -> Int {
        guard let tokenizer else { return text.split(whereSeparator: \.isWhitespace).count }
        return tokenizer.tokens(of: String(text), framed: false, readsMarks: false).count
    }

    struct Part {
        let text: Substring
        let size: Int
    }

    /// Parts of `size` tokens or words, the last perhaps smaller; together they are the text. No character is cut in two, so
    /// that a part may have some tokens more where one ends inside of a character.
    func parts(of text: Substring, size: Int) -> [Part] {
        guard let tokenizer else { return wordParts(of: text, size: size) }
        var parts: [Part] = []
        var start = text.startIndex
        var place = text.utf8.startIndex
        var count = 0
        let tokens = tokenizer.tokens(of: String(text), framed: false, readsMarks: false)
        // Some tokenizers put a space before the text.
        var lead = max(0, tokens.reduce(-text.utf8.count) { $0 + tokenizer.bytes(of: $1).count })
        for token in tokens {
            var length = tokenizer.bytes(of: token).count
            let spare = min(lead, length)
            lead -= spare
            length -= spare
            place = text.utf8.index(place, offsetBy: length, limitedBy: text.utf8.endIndex) ?? text.utf8.endIndex
            count += 1
            if count >= size, place > start, String.Index(place, within: text) != nil {
                parts.append(Part(text: text[start..<place], size: count))
                start = place
                count = 0
            }
        }
        if start < text.endIndex { parts.append(Part(text: text[start...], size: count)) }
        return parts
    }

    private func wordParts(of text: Substring, size: Int) -> [Part] {
        var parts: [Part] = []
        var start = text.startIndex
        var words = 0
        var wasBlank = true
        for place in text.indices {
            let isBlank = text[place].isWhitespace
            if !isBlank, wasBlank {
                if words == size {
                    parts.append(Part(text: text[start..<place], size: words))
                    start = place
                    words = 0
                }
                words += 1
            }
            wasBlank = isBlank
        }
        if start < text.endIndex { parts.append(Part(text: text[start...], size: words)) }
        return parts
    }
}
