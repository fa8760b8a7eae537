/// A text taken apart where people would put it down: at sentences or paragraphs.
enum TextPieces {
    /// Paragraphs: what stands between empty lines.
    static func paragraphs(of text: String) -> [Substring] {
        var pieces: [Substring] = []
        var start = text.startIndex
        var hasWords = false
        var isEmptyLine = false
        for line in lines(of: text) {
            let isBlank = line.allSatisfy(\.isWhitespace)
            // A new paragraph begins at the first line with words behind an empty one.
            if !isBlank, isEmptyLine, hasWords {
                pieces.append(text[start..<line.startIndex])
                start = line.startIndex
            }
            hasWords = hasWords || !isBlank
            isEmptyLine = isBlank
        }
        if start < text.endIndex { pieces.append(text[start...]) }
        return pieces
    }

    /// The lines with what ends them.
    static func lines(of text: String) -> [Substring] {
        var lines: [Substring] = []
        var start = text.startIndex
        while start < text.endIndex {
            let end = text[start...].firstIndex(where: \.isNewline).map(text.index(after:)) ?? text.endIndex
            lines.append(text[start..<end])
            start = end
        }
        return lines
    }

    private static let ends: Set<Character> = [".", "!", "?", "…"]
    private static let wideEnds: Set<Character> = ["。", "！", "？", "｡"]
    private static let closers: Set<Character> = ["\"", "'", "”", "’", "»", ")", "]", "」", "』", "）"]

    /// What a point behind does not end.
    private static let abbreviations: Set<Substring> = [
        "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "etc", "e.g", "i.e", "cf", "no", "vol", "fig", "pp",
        "ca",
        "bzw", "z.b", "d.h", "usw", "nr", "hr", "fr", "mme", "m",
    ]

    /// Sentences, with the blanks behind them. Nothing is lost: together they are the text.
    static func sentences(of text: String) -> [Substring] {
        paragraphs(of: text).flatMap { sentences(in: $0) }
    }

    private static func sentences(in paragraph: Substring) -> [Substring] {
        var pieces: [Substring] = []
        var start = paragraph.startIndex
        var place = start
        while place < paragraph.endIndex {
            let character = paragraph[place]
            place = paragraph.index(after: place)
            let isWide = wideEnds.contains(character)
            guard isWide || ends.contains(character) else { continue }
            while place < paragraph.endIndex,
                closers.contains(paragraph[place]) || ends.contains(paragraph[place])
                    || wideEnds.contains(paragraph[place])
            {
                place = paragraph.index(after: place)
            }
            let blanks = paragraph[place...].prefix(while: \.isWhitespace)
            guard isWide || (!blanks.isEmpty && !isAbbreviation(paragraph[start..<place])) else { continue }
            let next = paragraph[blanks.endIndex...].first
            // A small letter goes on with the sentence.
            if !isWide, next?.isLowercase == true { continue }
            pieces.append(paragraph[start..<blanks.endIndex])
            start = blanks.endIndex
            place = start
        }
        if start < paragraph.endIndex { pieces.append(paragraph[start...]) }
        return pieces
    }

    /// Whether the text ends in a title, an initial or the like.
    private static func isAbbreviation(_ text: Substring) -> Bool {
        guard text.last == "." else { return false }
        let word = text.dropLast().split(whereSeparator: { $0.isWhitespace || "([\"“".contains($0) }).last ?? ""
        if word.count == 1, word.first?.isUppercase == true { return true }
        return abbreviations.contains(Substring(word.lowercased()))
    }
}
