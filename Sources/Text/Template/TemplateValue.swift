/// A value in a template.
enum TemplateValue {
    case undefined
    case none
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case list([TemplateValue])
    case object([(key: String, value: TemplateValue)])
    /// The one thing that an inner scope can change for the outer one.
    case namespace(TemplateNamespace)
}

/// `namespace(found=false)`
final class TemplateNamespace {
    var values: [String: TemplateValue]

    init(_ values: [String: TemplateValue]) {
        self.values = values
    }
}

extension TemplateValue {
    /// Whether `if` takes it for true.
    var isTrue: Bool {
        switch self {
        case .undefined, .none: false
        case .boolean(let value): value
        case .integer(let value): value != 0
        case .number(let value): value != 0
        case .string(let text): !text.isEmpty
        case .list(let items): !items.isEmpty
        case .object(let entries): !entries.isEmpty
        case .namespace: true
        }
    }

    /// What `{{ … }}` writes.
    var text: String {
        switch self {
        case .undefined: ""
        case .none: "None"
        case .boolean(let value): value ? "True" : "False"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let text): text
        case .list(let items): "[" + items.map(\.quoted).joined(separator: ", ") + "]"
        case .object(let entries):
            "{" + entries.map { "'\($0.key)': \($0.value.quoted)" }.joined(separator: ", ") + "}"
        case .namespace: "namespace"
        }
    }

    private var quoted: String {
        if case .string(let text) = self { return "'\(text)'" }
        return text
    }

    /// What kind of thing it is, for messages.
    var kind: String {
        switch self {
        case .undefined: "nothing"
        case .none: "none"
        case .boolean: "a boolean"
        case .integer, .number: "a number"
        case .string: "text"
        case .list: "a list"
        case .object: "an object"
        case .namespace: "a namespace"
        }
    }

    var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .boolean(let value): value ? 1 : 0
        default: nil
        }
    }

    func equals(_ other: TemplateValue) -> Bool {
        switch (self, other) {
        case (.undefined, .undefined), (.none, .none): true
        case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
        case (.list(let a), .list(let b)): a.count == b.count && zip(a, b).allSatisfy { $0.equals($1) }
        case (.object(let a), .object(let b)):
            a.count == b.count
                && a.allSatisfy { entry in b.contains { $0.key == entry.key && $0.value.equals(entry.value) } }
        default:
            if let a = double, let b = other.double { a == b } else { false }
        }
    }
}
