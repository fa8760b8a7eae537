import JSON
import Testing

struct JSONNumberTests {
    @Test(arguments: [
        "0", "9007199254740993", "9223372036854775807", "-9223372036854775808", "18446744073709551615",
        "18446744073709551616", "-9223372036854775809", "123456789012345678901234567890",
    ])
    func `integers of any size come back digit by digit`(text: String) throws {
        let number = try #require(try JSONValue(parsing: text).number)
        #expect(number.isInteger)
        #expect(number.description == text)
    }

    @Test func `a 64-bit seed is exact`() throws {
        #expect(try JSONValue(parsing: "18446744073709551615").number?.uint64 == .max)
        #expect(try JSONValue(parsing: "18446744073709551616").number?.uint64 == nil)
        #expect(try JSONValue(parsing: "-1").number?.uint64 == nil)
    }

    @Test func `a whole fraction counts as an integer but is not one`() throws {
        let number = try #require(try JSONValue(parsing: "3.0").number)
        #expect(number.int == 3 && !number.isInteger)
        #expect(number != JSONNumber(3))
        #expect(try JSONValue(parsing: "3.5").int == nil)
        #expect(try JSONValue(parsing: "1e300").int == nil)
    }

    @Test(
        arguments: [
            // The nearest double needs more than the exact short cut.
            ("0.1", 0.1), ("1e23", 1e23), ("123456789012345678e-5", 1_234_567_890_123.45678),
            ("5e-324", .leastNonzeroMagnitude),
            ("2.2250738585072011e-308", Double.leastNormalMagnitude.nextDown),
            ("1.7976931348623157e308", .greatestFiniteMagnitude),
            ("9007199254740993.0", 9007199254740992), ("1e-999999999999999999999", 0), ("0e999999999999999999999", 0),
        ] as [(String, Double)])
    func `fractions become the nearest double`(text: String, value: Double) throws {
        #expect(try JSONValue(parsing: text).double == value)
    }

    @Test(arguments: [
        // As Python's repr writes them.
        (0.0, "0.0"), (-0.0, "-0.0"), (1.0, "1.0"), (100.0, "100.0"), (0.1, "0.1"), (-2.5, "-2.5"), (1e-4, "0.0001"),
        (1e-5, "1e-05"), (1.25e-7, "1.25e-07"), (1e15, "1000000000000000.0"), (1e16, "1e+16"),
        (12_345_678_901_234_568, "1.2345678901234568e+16"), (1.5e300, "1.5e+300"), (.leastNonzeroMagnitude, "5e-324"),
        (123.456, "123.456"),
    ])
    func `doubles are written by the fewest digits, in Python's layout`(value: Double, text: String) {
        #expect(JSONNumber(value).description == text)
    }
}
