extension JSONValue {
    /// A whole number, exact for what 64 bits hold, which is all that a Swift property of a node can declare.
    public static func integer(_ value: Int128) -> JSONValue {
        if let value = Int(exactly: value) { return .int(value) }
        return .number(UInt64(exactly: value).map { JSONNumber($0) } ?? JSONNumber(Double(value)))
    }
}
