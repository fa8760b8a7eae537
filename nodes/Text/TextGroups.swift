import Engine

/// Joins the texts of a list in groups.
struct TextGroups: Node {
    static let displayName = "Group Texts"
    static let category = "text"
    static let summary = "Join every so many texts of a list to one."

    @Input("The texts.") var texts: [String]
    @Input("Texts in a group; 0 for all of them.", in: 0...100_000) var groupSize = 4
    @Input("What stands between them.", multiline: true) var separator = "\n\n"

    @Output("groups") var groups: [String]

    func run(_ context: RunContext) {
        let size = groupSize == 0 ? max(1, texts.count) : groupSize
        groups = stride(from: 0, to: texts.count, by: size).map { start in
            texts[start..<min(start + size, texts.count)].joined(separator: separator)
        }
    }
}
