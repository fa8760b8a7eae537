import JSON
import Testing

@testable import Engine

/// Expected values are those of Python's `int`, `float`, `str` and `bool`, which ComfyUI applies.
struct CoercionTests {
    static let integer = InputKind.integer(range: Int128.min...Int128.max, step: 1, isSeed: false)
    static let number = InputKind.number(range: -.infinity ... .infinity, step: 1, rounding: nil)
    static let text = InputKind.text(multiline: false, dynamicPrompts: false, isTemplate: false)

    static let integers: [(JSONValue, Int128?)] = [
        (3, 3), (3.7, 3), (-3.7, -3), ("5", 5), (" +5\n", 5), ("1_000", 1000), (true, 1), (false, 0), ("-0", 0),
        (.number(JSONNumber(UInt64.max)), 18_446_744_073_709_551_615), ("18446744073709551615", Int128(UInt64.max)),
        ("3.7", nil), ("", nil), ("wide", nil), ("1__0", nil), ("_1", nil), ("0x40", nil), ("--1", nil), ("+", nil),
        (.null, nil), ([:], nil), (.double(.nan), nil), (.double(.infinity), nil), (1e300, Int128.max),
    ]

    @Test(arguments: integers) func `INT is read as Python's int does`(json: JSONValue, value: Int128?) {
        #expect(Literal(json, coercedTo: Self.integer) == value.map(Literal.integer))
    }

    static let numbers: [(JSONValue, Double?)] = [
        (3, 3), (0.5, 0.5), ("1e3", 1000), (" .5 ", 0.5), ("1_0.5", 10.5), (true, 1), ("inf", .infinity),
        ("0x1p3", nil), ("wide", nil), ("", nil), (.null, nil), ([:], nil),
    ]

    @Test(arguments: numbers) func `FLOAT is read as Python's float does`(json: JSONValue, value: Double?) {
        #expect(Literal(json, coercedTo: Self.number) == value.map(Literal.number))
    }

    static let texts: [(JSONValue, String?)] = [
        ("a", "a"), (5, "5"), (1.0, "1.0"), (1e16, "1e+16"), (0.00001, "1e-05"), (true, "True"), (false, "False"),
        (.null, "None"), ([:], nil),
    ]

    @Test(arguments: texts) func `STRING is written as Python's str does`(json: JSONValue, value: String?) {
        #expect(Literal(json, coercedTo: Self.text) == value.map(Literal.text))
    }

    static let booleans: [(JSONValue, Bool)] = [
        (true, true), (0, false), (0.0, false), (2, true), ("", false), ("false", true), (.null, false), ([:], false),
    ]

    @Test(arguments: booleans) func `BOOLEAN is truth as Python has it`(json: JSONValue, value: Bool) {
        #expect(Literal(json, coercedTo: .boolean) == .boolean(value))
    }
}
