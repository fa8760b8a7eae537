import Engine

/// How letters are written.
enum LetterCase: String, Choice {
    case upper = "UPPERCASE"
    case lower = "lowercase"
    case sentence = "Capitalize"
    case title = "Title Case"
}

/// Changes how letters are written.
struct CaseConverter: Node {
    static let displayName = "Convert Text Case"
    static let category = "text"
    static let summary = "Write a text in capitals, small letters or both."

    @Input("The text.", multiline: true) var string: String
    @Input("How.") var mode: LetterCase

    @Output var changed: String

    func run(_ context: RunContext) {
        changed =
            switch mode {
            case .upper: string.uppercased()
            case .lower: string.lowercased()
            case .sentence: (string.first?.capitalized ?? "") + string.dropFirst().lowercased()
            case .title: titled
            }
    }

    /// Every run of letters begins with a capital, as in Python: "they're" → "They'Re".
    private var titled: String {
        var isInside = false
        return string.reduce(into: "") { result, letter in
            result += isInside ? letter.lowercased() : letter.capitalized
            isInside = letter.isCased
        }
    }
}

extension Character {
    /// The letter as a word's first: “ǆ” becomes “ǅ”, “ﬁ” becomes “Fi”.
    fileprivate var capitalized: String {
        unicodeScalars.map { $0.properties.titlecaseMapping }.joined()
    }
}
