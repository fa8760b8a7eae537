import Engine
import Models
import Text

/// Where a text may be cut.
enum TextCut: String, Choice {
    case paragraphs
    case sentences
    case lines
    case tokens
}

/// Splits a long text into pieces that a language model can look at.
struct SplitText: Node {
    static let displayName = "Split Text"
    static let category = "text"
    static let summary =
        "Split a text into a list of pieces: at paragraphs, sentences or lines, as many together as fit, or every so many tokens."

    @Input("The text.", multiline: true) var text: String
    @Input("Where it may be cut; what is larger than a piece is cut further.") var cut = TextCut.paragraphs
    @Input(
        "How large a piece may be: in tokens if a model is connected, else in words; 0 for one unit each.",
        in: 0...1_000_000)
    var size = 500
    @Input("How much of the end of a piece is in the next one too, in whole units.", in: 0...100_000, optional: true)
    var overlap = 0
    @Input("The language model that counts the tokens.") var clip: Writer?

    @Output("pieces") var pieces: [String]

    func run(_ context: RunContext) throws {
        let measure = TextMeasure(tokenizer: try clip?.model().tokenizer)
        let units: [TextMeasure.Part]
        switch cut {
        case .paragraphs: units = try measured(TextPieces.paragraphs(of: text), measure, context)
        case .sentences: units = try measured(TextPieces.sentences(of: text), measure, context)
        case .lines: units = try measured(TextPieces.lines(of: text), measure, context)
        case .tokens:
            guard size > 0 else { throw SplittingError.noSize }
            units = measure.parts(of: text[...], size: 1)
        }
        pieces = packed(units).map { cut == .tokens ? String($0) : $0.trimmed }.filter { !$0.isEmpty }
    }

    /// Each measured once; what is larger than a piece is cut further.
    private func measured(
        _ units: [Substring], _ measure: TextMeasure, _ context: RunContext
    ) throws -> [TextMeasure.Part] {
        var parts: [TextMeasure.Part] = []
        for (index, unit) in units.enumerated() {
            if index.isMultiple(of: 1000) { try context.progress(index, of: units.count) }
            let count = size > 0 ? measure.size(of: unit) : 0
            if count <= size {
                parts.append(TextMeasure.Part(text: unit, size: count))
            } else {
                parts += measure.parts(of: unit, size: size)
            }
        }
        return parts
    }

    /// As many units in a row as fit.
    private func packed(_ parts: [TextMeasure.Part]) -> [Substring] {
        guard size > 0 else { return parts.map(\.text) }
        var pieces: [Substring] = []
        var first = 0
        while first < parts.count {
            var end = first
            var sum = 0
            while end < parts.count, end == first || sum + parts[end].size <= size {
                sum += parts[end].size
                end += 1
            }
            pieces.append(text[parts[first].text.startIndex..<parts[end - 1].text.endIndex])
            guard end < parts.count else { break }
            // Going back by whole units, but always on.
            var back = end
            var shared = 0
            while back - 1 > first, shared + parts[back - 1].size <= overlap {
                back -= 1
                shared += parts[back].size
            }
            first = back
        }
        return pieces
    }
}

/// Why a text cannot be split.
enum SplittingError: Error, Hashable, CustomStringConvertible {
    case noSize

    var description: String {
        switch self {
        case .noSize: "size: pieces of 0 tokens are none. Give a number of tokens."
        }
    }
}

extension Substring {
    /// Without blanks at the ends.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else {
            return ""
        }
        return String(self[first...last])
    }
}
