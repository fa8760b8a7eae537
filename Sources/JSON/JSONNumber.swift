/// A JSON number, exact where its text was: 64-bit integers are kept as integers and larger ones as their digits.
///
/// An integer and a fraction of the same size (`1`, `1.0`) are different numbers, because Python reads them as different
/// types and writes them differently.
public struct JSONNumber: Sendable, Hashable {
    enum Storage: Sendable, Hashable {
        case signed(Int64)
        /// Only above `Int64.max`.
        case unsigned(UInt64)
        /// Digits, perhaps after a minus sign, of an integer that 64 bits do not hold.
        case digits(String)
        case double(Double)
    }

    let storage: Storage

    init(_ storage: Storage) {
        self.storage = storage
    }

    public init(_ value: Int) {
        storage = .signed(Int64(value))
    }

    public init(_ value: UInt64) {
        storage = Int64(exactly: value).map(Storage.signed) ?? .unsigned(value)
    }

    public init(_ value: Double) {
        storage = .double(value)
    }
}

extension JSONNumber {
    /// Whether it was written without fraction and exponent.
    public var isInteger: Bool { if case .double = storage { false } else { true } }

    /// The value, if it is whole (`3` or `3.0`) and fits.
    public var int: Int? {
        switch storage {
        case .signed(let value): Int(exactly: value)
        case .unsigned, .digits: nil
        case .double(let value): Int(exactly: value)
        }
    }

    /// The value, if it is whole (`3` or `3.0`), not negative, and fits; seeds are of this kind.
    public var uint64: UInt64? {
        switch storage {
        case .signed(let value): UInt64(exactly: value)
        case .unsigned(let value): value
        case .digits: nil
        case .double(let value): UInt64(exactly: value)
        }
    }

    /// The nearest `Double`; infinite for integers beyond its range.
    public var double: Double {
        switch storage {
        case .signed(let value): Double(value)
        case .unsigned(let value): Double(value)
        case .digits(let text): Double(text) ?? .nan
        case .double(let value): value
        }
    }
}

extension JSONNumber: CustomStringConvertible {
    /// The number in canonical form: integers as digits, fractions by the fewest digits that read back the same.
    public var description: String {
        switch storage {
        case .signed(let value): value.description
        case .unsigned(let value): value.description
        case .digits(let text): text
        case .double(let value): decimalText(of: value)
        }
    }
}
