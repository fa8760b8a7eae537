import Engine
import JSON

/// Takes values out of JSON by a path.
struct JsonPath: ChecksInputs {
    static let displayName = "JSON Path"
    static let category = "text"
    static let summary =
        "Take values out of JSON by a path: $.items[0].name, $..price, $.tags[*], $.list[-1], $.list[1:3]."

    @Input("The JSON.", multiline: true) var json: String
    @Input("The path, as RFC 9535 has it, without filters.") var path = "$"

    @Output("values") var values: [String]
    @Output("first") var first: String
    @Output("count") var count: Int

    func check(in folders: Folders) throws {
        if let path = $path.literal { _ = try JSONPathQuery(path) }
    }

    func run(_ context: RunContext) throws {
        let found = try JSONPathQuery(path).values(in: JSONValue(parsing: Array(json.utf8)))
        values = found.map { $0.string ?? $0.serialized() }
        first = values.first ?? ""
        count = values.count
    }
}
