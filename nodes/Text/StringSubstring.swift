import Engine

/// Cuts a piece out of a text.
struct StringSubstring: Node {
    static let displayName = "Substring"
    static let category = "text"
    static let summary = "Cut a piece out of a text."

    @Input("The text.", multiline: true) var string: String
    @Input("The first character; negative ones count from the end.", in: -Int.max...Int.max) var start: Int
    @Input("The character to stop before; negative ones count from the end.", in: -Int.max...Int.max) var end: Int

    @Output var piece: String

    func run(_ context: RunContext) {
        let letters = Array(string.unicodeScalars)
        func place(_ index: Int) -> Int { min(max(index < 0 ? index + letters.count : index, 0), letters.count) }
        let (first, last) = (place(start), place(end))
        piece = first < last ? String(String.UnicodeScalarView(letters[first..<last])) : ""
    }
}
