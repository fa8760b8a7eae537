import Engine

/// Fills a text with values.
struct StringFormat: Node {
    static let displayName = "Format Text"
    static let category = "text"
    static let summary =
        "Fill {a} to {z} in a text with values, as Python's str.format does: {b:.2f}."

    @Input(
        "The values.",
        growing: .named("abcdefghijklmnopqrstuvwxyz".map { String($0) }, element: "value", atLeast: 0))
    var values: Growing<Anything>
    @Input("The text; {{ and }} are braces.", multiline: true) var fString = "{a}"

    @Output var text: String

    func run(_ context: RunContext) throws {
        let names = Dictionary(uniqueKeysWithValues: zip(values.names, values.values))
        text = try FormatTemplate(fString).filled { (name) throws(FormatError) -> Literal in
            guard let value = names[name] else { throw .unknownName(name) }
            return (value.value as? any LiteralPort)?.literal ?? .text(type(of: value.value).portType)
        }
    }
}
