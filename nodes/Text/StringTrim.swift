import Engine

/// Where space is taken away.
enum TextSide: String, Choice {
    case both = "Both"
    case left = "Left"
    case right = "Right"
}

/// Takes space away from the ends of a text.
struct StringTrim: Node {
    static let displayName = "Trim Text"
    static let category = "text"
    static let summary = "Take space away from the ends of a text."

    @Input("The text.", multiline: true) var string: String
    @Input("Which ends.") var mode: TextSide

    @Output var trimmed: String

    func run(_ context: RunContext) {
        var rest = string[...]
        if mode != .right { rest = rest.drop(while: \.isWhitespace) }
        if mode != .left { while rest.last?.isWhitespace == true { rest.removeLast() } }
        trimmed = String(rest)
    }
}
