import Engine
import JSON

/// Fills the named fields of a text from a JSON object, such as a model's answer that follows a schema.
struct TextTemplate: Node {
    static let displayName = "Fill Template"
    static let category = "text"
    static let summary =
        "Fill the {fields} of a text from a JSON object: {subject}, {tags.0}, {size.width:.1f}; {{ and }} are braces."

    @Input("The text with fields.", multiline: true) var template: String
    @Input("A JSON object; there may be other words around it.", multiline: true) var fields: String

    @Output var text: String

    func run(_ context: RunContext) throws {
        guard let object = JsonExtractString.firstObject(in: fields) else { throw TemplateFault.noObject }
        text = try FormatTemplate(template).filled { (name) throws(FormatError) -> Literal in
            guard let value = Self.value(at: name, in: .object(object)) else { throw .unknownName(name) }
            return Self.literal(value)
        }
    }

    /// What stands at `a.b.0`; a key that has points in it is found as well.
    private static func value(at path: String, in value: JSONValue) -> JSONValue? {
        if let whole = value[path] { return whole }
        return path.split(separator: ".", omittingEmptySubsequences: false).reduce(value as JSONValue?) { value, part in
            value?[String(part)] ?? Int(part).flatMap { value?[$0] }
        }
    }

    private static func literal(_ value: JSONValue) -> Literal {
        switch value {
        case .string(let text): .text(text)
        case .number(let number): number.int.map { $0.literal } ?? number.double.literal
        case .bool(let truth): .boolean(truth)
        case .null: .text("")
        case .array(let items) where items.allSatisfy({ $0.string != nil }):
            .text(items.compactMap(\.string).joined(separator: ", "))
        case .array, .object: .text(value.serialized())
        }
    }
}

/// Why a template cannot be filled.
enum TemplateFault: Error, Hashable, CustomStringConvertible {
    case noObject

    var description: String {
        switch self {
        case .noObject: "fields: there is no JSON object in it. Give one such as {\"subject\": \"a red house\"}."
        }
    }
}
