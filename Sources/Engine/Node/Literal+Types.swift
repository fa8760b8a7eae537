extension LiteralPort where Self: FixedWidthInteger {
    public static var portType: String { "INT" }
    public var memoryCost: Int { MemoryLayout<Self>.size }
    public var literal: Literal { .integer(Int128(self)) }

    public init?(_ literal: Literal) {
        guard case .integer(let value) = literal else { return nil }
        self.init(exactly: value)
    }
}

extension Int: LiteralPort {}
extension UInt64: LiteralPort {}

extension LiteralPort where Self: BinaryFloatingPoint {
    public static var portType: String { "FLOAT" }
    public var memoryCost: Int { MemoryLayout<Self>.size }
    public var literal: Literal { .number(Double(self)) }

    public init?(_ literal: Literal) {
        switch literal {
        case .number(let value): self.init(value)
        case .integer(let value): self.init(value)
        case .boolean, .text: return nil
        }
    }
}

extension Double: LiteralPort {}
extension Float: LiteralPort {}

extension Bool: LiteralPort {
    public static var portType: String { "BOOLEAN" }
    public var memoryCost: Int { 1 }
    public var literal: Literal { .boolean(self) }

    public init?(_ literal: Literal) {
        guard case .boolean(let value) = literal else { return nil }
        self = value
    }
}

extension String: LiteralPort {
    public static var portType: String { "STRING" }
    public var memoryCost: Int { utf8.count }
    public var literal: Literal { .text(self) }

    public init?(_ literal: Literal) {
        guard case .text(let value) = literal else { return nil }
        self = value
    }
}
