import Engine

/// Writes values in a row as JSON.
struct ConvertArrayToString: Node {
    static let displayName = "Convert Array to String"
    static let category = "text"
    static let summary = "Write values in a row as JSON."

    @Input("The values.") var array: JSONArray
    @Input("Spaces per level; 0 writes one line.", in: 0...8) var indent = 2

    @Output var text: String

    func run(_ context: RunContext) {
        text = array.json.pythonText(indent: indent)
    }
}
