import Engine
import JSON

/// Values by their names, as one node hands them to another.
struct JSONDictionary: Port {
    static let portType = "DICT"
    let json: JSONValue
    var memoryCost: Int { json.description.utf8.count }
}

/// Values in a row, as one node hands them to another.
struct JSONArray: Port {
    static let portType = "ARRAY"
    let json: JSONValue
    var memoryCost: Int { json.description.utf8.count }
}

extension JSONValue {
    /// The text that Python's `json.dumps` makes of it.
    ///
    /// - Parameters:
    ///   - indent: spaces per level; all on one line at 0.
    ///   - escapesLetters: whether letters beyond ASCII are written as their numbers.
    func pythonText(indent: Int, escapesLetters: Bool = false) -> String {
        var format = indent > 0 ? JSONFormat.pretty : JSONFormat.python
        format.indent = indent > 0 ? indent : nil
        format.escapesNonASCII = escapesLetters
        format.namesNonFiniteNumbers = true
        return serialized(format)
    }
}
