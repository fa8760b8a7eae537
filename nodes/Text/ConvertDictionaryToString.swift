import Engine

/// Writes values by their names as JSON.
struct ConvertDictionaryToString: Node {
    static let displayName = "Convert Dictionary to String"
    static let category = "text"
    static let summary = "Write values by their names as JSON."

    @Input("The values.") var dictionary: JSONDictionary
    @Input("Spaces per level; 0 writes one line.", in: 0...8) var indent = 2

    @Output var text: String

    func run(_ context: RunContext) {
        text = dictionary.json.pythonText(indent: indent)
    }
}
