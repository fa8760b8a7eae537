/// A value of a GGUF file's metadata.
public enum GGUFValue: Hashable, Sendable {
    case integer(Int64)
    case unsigned(UInt64)
    case number(Double)
    case boolean(Bool)
    case text([UInt8])
    case integers([Int64])
    case numbers([Float])
    case booleans([Bool])
    case texts([[UInt8]])
    /// Arrays of arrays, which no model uses.
    case nested(count: Int)
}

extension GGUFValue {
    /// A whole number, however wide it was stored.
    public var int: Int? {
        switch self {
        case .integer(let value): Int(value)
        case .unsigned(let value): Int(exactly: value)
        default: nil
        }
    }

    public var double: Double? {
        switch self {
        case .number(let value): value
        case .integer(let value): Double(value)
        case .unsigned(let value): Double(value)
        default: nil
        }
    }

    public var bool: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    /// Text whose bytes are not UTF-8 is repaired.
    public var string: String? {
        if case .text(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
    }

    public var ints: [Int]? {
        switch self {
        case .integers(let values): values.map { Int($0) }
        case .booleans(let values): values.map { $0 ? 1 : 0 }
        default: nil
        }
    }

    public var floats: [Float]? {
        switch self {
        case .numbers(let values): values
        case .integers(let values): values.map { Float($0) }
        default: nil
        }
    }

    public var byteStrings: [[UInt8]]? {
        if case .texts(let values) = self { values } else { nil }
    }
}
