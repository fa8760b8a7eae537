import Engine

/// Hands a list of texts on, whole.
struct MergeTextLists: Node {
    static let displayName = "Merge Text Lists (DEPRECATED)"
    static let category = "text"
    static let summary = "Hand on a list of texts. CreateList makes one of several."

    @Input("The texts.") var texts: [String]

    @Output("texts") var merged: [String]

    func run(_ context: RunContext) { merged = texts }
}
