import Engine
import JSON

/// A literal's bits or letters under one name.
private func single(_ value: JSONValue) -> StoredValue { StoredValue(JSONObject([("value", value)])) }

extension Int: StorablePort {
    public static var storedKind: String { "integer" }
    public var stored: StoredValue? { single(.int(self)) }

    public init?(_ stored: StoredValue) {
        guard let value = stored["value"]?.int else { return nil }
        self = value
    }
}

extension UInt64: StorablePort {
    public static var storedKind: String { "large integer" }
    public var stored: StoredValue? { single(.number(JSONNumber(self))) }

    public init?(_ stored: StoredValue) {
        guard let value = stored["value"]?.number?.uint64 else { return nil }
        self = value
    }
}

extension Double: StorablePort {
    public static var storedKind: String { "number" }
    public var stored: StoredValue? { single(.bits(of: self)) }

    public init?(_ stored: StoredValue) {
        guard let value = stored["value"]?.doubleOfBits else { return nil }
        self = value
    }
}

extension Float: StorablePort {
    public static var storedKind: String { "short number" }
    public var stored: StoredValue? { single(.int(Int(bitPattern))) }

    public init?(_ stored: StoredValue) {
        guard let bits = stored["value"]?.int.flatMap(UInt32.init(exactly:)) else { return nil }
        self.init(bitPattern: bits)
    }
}

extension Bool: StorablePort {
    public static var storedKind: String { "boolean" }
    public var stored: StoredValue? { single(.bool(self)) }

    public init?(_ stored: StoredValue) {
        guard let value = stored["value"]?.bool else { return nil }
        self = value
    }
}

extension String: StorablePort {
    public static var storedKind: String { "text" }
    public var stored: StoredValue? { single(.string(self)) }

    public init?(_ stored: StoredValue) {
        guard let value = stored["value"]?.string else { return nil }
        self = value
    }
}

extension ExecutionBlocker: StorablePort {
    public static var storedKind: String { "blocker" }
    public var stored: StoredValue? { single(message.map(JSONValue.string) ?? .null) }

    public init?(_ stored: StoredValue) {
        guard let value = stored["value"] else { return nil }
        self.init(message: value.string)
    }
}
