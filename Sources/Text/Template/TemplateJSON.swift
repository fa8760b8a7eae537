/// JSON text of a value as Python's `json.dumps` spaces it.
struct TemplateJSON {
    let indent: Int?

    func text(of value: TemplateValue) -> String { text(of: value, depth: 0) }

    private func text(of value: TemplateValue, depth: Int) -> String {
        switch value {
        case .undefined, .none, .namespace: "null"
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let text): quoted(text)
        case .list(let items): group("[", items.map { text(of: $0, depth: depth + 1) }, "]", depth)
        case .object(let entries):
            group("{", entries.map { "\(quoted($0.key)): \(text(of: $0.value, depth: depth + 1))" }, "}", depth)
        }
    }

    private func group(_ open: String, _ parts: [String], _ close: String, _ depth: Int) -> String {
        guard let indent, !parts.isEmpty else { return open + parts.joined(separator: ", ") + close }
        let space = "\n" + String(repeating: " ", count: indent * (depth + 1))
        return open + space + parts.joined(separator: "," + space) + "\n"
            + String(repeating: " ", count: indent * depth) + close
    }

    private func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
