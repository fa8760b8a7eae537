/// A word of the source.
struct Token: Hashable {
    enum Kind: Hashable {
        case word
        case integer
        case float
        case symbol
        case end
    }

    let kind: Kind
    let text: String
    let place: SourcePlace

    /// Macros that it came out of, which it does not name again.
    var origins: Set<String> = []

    init(_ kind: Kind, _ text: String, at place: SourcePlace) {
        self.kind = kind
        self.text = text
        self.place = place
    }

    func at(_ place: SourcePlace) -> Token {
        var token = Token(kind, text, at: place)
        token.origins = origins
        return token
    }
}

/// The tokens of one line, and whether it is for the preprocessor.
struct SourceLine {
    let place: SourcePlace
    /// What follows `#`.
    let isDirective: Bool
    let tokens: [Token]
}
