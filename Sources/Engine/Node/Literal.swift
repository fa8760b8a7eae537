/// A value as a graph file writes it, after conversion to the kind that its input declares.
public enum Literal: Hashable, Sendable {
    /// Wide enough for both `Int.min` and seeds up to 2^64-1.
    case integer(Int128)
    case number(Double)
    case boolean(Bool)
    case text(String)
}

extension Literal {
    /// The value as a link would bring it.
    var port: any Port {
        switch self {
        case .integer(let value):
            if let small = Int(exactly: value) { return small }
            if let large = UInt64(exactly: value) { return large }
            return Double(value)
        case .number(let value): return value
        case .boolean(let value): return value
        case .text(let value): return value
        }
    }
}

extension Literal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .boolean(let value): "\(value)"
        case .text(let value): value
        }
    }
}

/// A type whose values can be written in a graph file, and may come along a link as well.
public protocol LiteralPort: Port {
    /// The value that `literal` stands for, or nil if this type has no such value.
    init?(_ literal: Literal)

    var literal: Literal { get }
}

extension LiteralPort {
    public static func accepting(_ value: any Port) -> Self? {
        (value as? Self) ?? (value as? any LiteralPort).flatMap { Self($0.literal) }
    }
}
