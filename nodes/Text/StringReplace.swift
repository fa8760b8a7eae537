import Engine
import Foundation

/// Replaces words of a text.
struct StringReplace: Node {
    static let displayName = "Replace Text"
    static let category = "text"
    static let summary = "Replace words of a text."

    @Input("The text.", multiline: true) var string: String
    @Input("What to replace.", multiline: true) var find: String
    @Input("What to put there.", multiline: true) var replace: String

    @Output var changed: String

    func run(_ context: RunContext) {
        changed = find.isEmpty ? between : string.replacing(find, with: replace)
    }

    /// As in Python, nothing is found between all characters and at both ends.
    private var between: String {
        replace + string.unicodeScalars.map { String($0) + replace }.joined()
    }
}
