import JSON

extension Literal {
    /// The value as JSON spells it.
    public var json: JSONValue {
        switch self {
        case .integer(let value): .integer(value)
        case .number(let value): .double(value)
        case .boolean(let value): .bool(value)
        case .text(let value): .string(value)
        }
    }
}
