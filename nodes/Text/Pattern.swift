/// A regular expression as Python's `re` reads it.
struct Pattern {
    private let regex: Regex<AnyRegexOutput>

    /// - Throws: `PatternError` for one that cannot be read.
    init(_ text: String, ignoresCase: Bool, linesEndAnchors: Bool, dotMatchesNewline: Bool) throws(PatternError) {
        do {
            regex = try Regex(text).matchingSemantics(.unicodeScalar).ignoresCase(ignoresCase)
                .anchorsMatchLineEndings(linesEndAnchors).dotMatchesNewlines(dotMatchesNewline)
        } catch {
            throw .unreadable(text)
        }
    }

    /// The groups of each match from left to right, the whole match first; nil for a group that is not in it.
    func matches(in text: String) -> [[Substring?]] {
        text.matches(of: regex).map { match in match.output.map(\.substring) }
    }

    func first(in text: String) -> [Substring?]? {
        (try? regex.firstMatch(in: text))?.output.map(\.substring)
    }

    /// The text with up to `limit` matches replaced; `\1` and `\g<1>` stand for groups.
    func replacing(in text: String, with template: String, limit: Int) -> String {
        var result = ""
        var end = text.startIndex
        for match in text.matches(of: regex).prefix(limit) {
            result += text[end..<match.range.lowerBound] + expanded(template, match.output.map(\.substring))
            end = match.range.upperBound
        }
        return result + text[end...]
    }

    private func expanded(_ template: String, _ groups: [Substring?]) -> String {
        template.replacing(/\\(?:g<(\d+)>|(\d{1,2})|n|t|\\)/) { mark -> String in
            switch template[mark.range].dropFirst().first {
            case "n": return "\n"
            case "t": return "\t"
            case "\\": return "\\"
            default:
                let number = Int(mark.output.1 ?? mark.output.2 ?? "") ?? 0
                return groups.indices.contains(number) ? String(groups[number] ?? "") : ""
            }
        }
    }
}

/// Why a regular expression cannot be used.
enum PatternError: Error, Hashable, CustomStringConvertible {
    case unreadable(String)

    var description: String {
        switch self {
        case .unreadable(let text):
            "the pattern: '\(text)' is no regular expression. Look for a bracket that is not closed, or a stray * or +."
        }
    }
}
