import Engine
import JSON

/// What a text file is for.
enum TextFileFormat: String, Choice {
    case txt
    case csv
    case md
    case json
    /// JSON, one value on each line.
    case jsonl

    /// - Parameter texts: each a text of its own.
    func content(of texts: [String]) -> String {
        switch self {
        case .jsonl: texts.map { Self.line($0) + "\n" }.joined()
        case .md: texts.joined(separator: "\n\n")
        case .txt, .csv, .json: texts.joined(separator: "\n")
        }
    }

    /// A text that is JSON stands on a line as it is, any other as an object around it.
    private static func line(_ text: String) -> String {
        if let value = try? JSONValue(parsing: Array(text.utf8)) { return value.serialized() }
        return JSONValue.object(JSONObject([("text", .string(text))])).serialized()
    }
}
