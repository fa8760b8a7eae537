import JSON

extension WidgetReader {
    /// The widgets of a node whose type nobody knows, as far as the file itself names them.
    ///
    /// - Returns: nil if it has values without names.
    static func widgets(ofUndeclared node: EditorNode) -> [Widget]? {
        if let named = node.namedValues {
            return named.filter { !$0.key.hasSuffix("control_after_generate") }.map {
                Widget(name: $0.key, value: $0.value)
            }
        }
        guard !node.values.isEmpty else { return [] }
        // Newer files list every widget among the inputs, in order.
        let names = node.inputs.compactMap(\.widget)
        var widgets: [Widget] = []
        var rest = node.values[...]
        for name in names {
            guard let value = rest.popFirst() else { return nil }
            widgets.append(Widget(name: name, value: value))
            if name == "seed" || name == "noise_seed", let word = rest.first?.string, controlWords.contains(word) {
                rest.removeFirst()
            }
        }
        return rest.isEmpty ? widgets : nil
    }

    private static let controlWords: Set<String> = ["fixed", "increment", "decrement", "randomize"]
}
