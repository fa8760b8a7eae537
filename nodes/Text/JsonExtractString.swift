import Engine
import JSON

/// Reads a value out of JSON.
struct JsonExtractString: Node {
    static let displayName = "Extract Text from JSON"
    static let category = "text"
    static let summary =
        "Read the value of a key in the first JSON object of a text, such as a model's answer."

    @Input("The text; there may be other words around the object.", multiline: true) var jsonString: String
    @Input("The key.") var key: String

    @Output var value: String

    func run(_ context: RunContext) {
        value = Self.firstObject(in: jsonString)?[key].map(pythonText) ?? ""
    }

    /// The object that begins at the first brace where one can be read.
    static func firstObject(in text: String) -> JSONObject? {
        let bytes = Array(text.utf8)
        var tries = 0
        var start = 0
        while let brace = bytes[start...].firstIndex(of: UInt8(ascii: "{")) {
            start = brace + 1
            // A text of nothing but braces would be read once for each.
            tries += 1
            guard tries <= 1000 else { return nil }
            if let end = Self.end(of: bytes, from: brace),
                case .object(let object)? = try? JSONValue(parsing: Array(bytes[brace..<end]), .python)
            {
                return object
            }
        }
        return nil
    }

    /// Where the object that begins at `start` ends, by its braces outside of strings.
    private static func end(of bytes: [UInt8], from start: Int) -> Int? {
        var (depth, isInString, isEscaped) = (0, false, false)
        for place in start..<bytes.count {
            let byte = bytes[place]
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 { return place + 1 }
            default: continue
            }
        }
        return nil
    }
}
