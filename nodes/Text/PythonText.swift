import JSON

/// What Python's `str` makes of a JSON value: a text as it is, nothing for null, all else as Python writes it.
func pythonText(_ json: JSONValue) -> String {
    switch json {
    case .null: ""
    case .string(let text): text
    default: pythonForm(json)
    }
}

/// What Python's `repr` makes of a JSON value.
private func pythonForm(_ json: JSONValue) -> String {
    switch json {
    case .null: "None"
    case .bool(let value): value ? "True" : "False"
    case .number(let number):
        number.double.isFinite || number.isInteger ? number.description : pythonName(number.double)
    case .string(let text): pythonQuoted(text)
    case .array(let elements): "[\(elements.map(pythonForm).joined(separator: ", "))]"
    case .object(let object):
        "{\(object.map { "\(pythonQuoted($0.key)): \(pythonForm($0.value))" }.joined(separator: ", "))}"
    }
}

/// What Python calls a number that has no digits.
func pythonName(_ value: Double) -> String { value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }

/// In single quotes, or in double ones where the text has single ones only.
func pythonQuoted(_ text: String) -> String {
    let mark: Character = text.contains("'") && !text.contains("\"") ? "\"" : "'"
    var result = String(mark)
    for character in text {
        switch character {
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case mark: result += "\\\(mark)"
        default: result.append(character)
        }
    }
    return result + String(mark)
}
