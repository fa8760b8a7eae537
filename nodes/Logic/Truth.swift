import Engine

extension Anything {
    /// Whether Python takes the value for true: all but no, zero and an empty text.
    var isTrue: Bool {
        switch (value as? any LiteralPort)?.literal {
        case .boolean(let answer)?: answer
        case .integer(let number)?: number != 0
        case .number(let number)?: number != 0
        case .text(let text)?: !text.isEmpty
        case nil: true
        }
    }
}
