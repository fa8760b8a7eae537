import Engine
import JSON

/// A list or an object as a graph writes it, before anybody has looked into it.
protocol WrittenStructure: StructuredPort {
    var json: JSONValue { get }

    init(json: JSONValue)
}

extension WrittenStructure {
    init?(_ literal: Literal) {
        guard case .text(let text) = literal, let json = try? JSONValue(parsing: text) else { return nil }
        self.init(json: json)
    }

    var literal: Literal { .text(json.description) }
    var memoryCost: Int { json.description.utf8.count }
}
