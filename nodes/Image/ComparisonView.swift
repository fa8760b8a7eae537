import Engine
import JSON

/// What an editor keeps about a comparison; there is nothing in it that a node needs.
struct ComparisonView: StructuredPort {
    static let portType = "IMAGECOMPARE"

    let json: JSONValue

    /// Two pictures that are not known yet.
    static let blank = ComparisonView(json: ["", ""])

    init(json: JSONValue) {
        self.json = json
    }

    init?(_ literal: Literal) {
        guard case .text(let text) = literal, let json = try? JSONValue(parsing: text) else { return nil }
        self.json = json
    }

    var literal: Literal { .text(json.description) }
    var memoryCost: Int { json.description.utf8.count }
}
