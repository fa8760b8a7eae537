import Testing

@testable import Nodes

struct ExpressionTests {
    /// With a = 7, b = 2, c = 0.5: what Python's simpleeval 1.0.8, which ComfyUI uses, makes of them, as `float` and as `int`.
    static let table: [(String, Double, Int)] = [
        ("a + b", 9.0, 9),
        ("a - b * c", 6.0, 6),
        ("(a + b) / 2", 4.5, 4),
        ("a / b", 3.5, 3),
        ("a // b", 3.0, 3),
        ("-a // b", -4.0, -4),
        ("a % b", 1.0, 1),
        ("-a % b", 1.0, 1),
        ("a % -b", -1.0, -1),
        ("-7.5 % 2", 0.5, 0),
        ("7.5 // 2", 3.0, 3),
        ("a ** 2", 49.0, 49),
        ("2 ** -1", 0.5, 0),
        ("-2 ** 2", -4.0, -4),
        ("2 ** 3 ** 2", 512.0, 512),
        ("pow(2, 10)", 1024.0, 1024),
        ("a > b", 1.0, 1),
        ("a > b and b > c", 1.0, 1),
        ("1 < 2 < 3", 1.0, 1),
        ("1 < 3 < 2", 0.0, 0),
        ("a if a > b else b", 7.0, 7),
        ("not a", 0.0, 0),
        ("a or b", 7.0, 7),
        ("0 or b", 2.0, 2),
        ("0 and b", 0.0, 0),
        ("min(a, b, c)", 0.5, 0),
        ("max(values)", 7.0, 7),
        ("sum(values)", 9.5, 9),
        ("sum(a, b)", 9.0, 9),
        ("values[0] + values[-1]", 7.5, 7),
        ("round(2.5)", 2.0, 2),
        ("round(3.5)", 4.0, 4),
        ("round(-2.5)", -2.0, -2),
        ("round(2.675, 2)", 2.67, 2),
        ("round(1234, -2)", 1200.0, 1200),
        ("round(1250, -2)", 1200.0, 1200),
        ("int(7.9)", 7.0, 7),
        ("int(-7.9)", -7.0, -7),
        ("float(3)", 3.0, 3),
        ("ceil(2.1)", 3.0, 3),
        ("floor(-2.1)", -3.0, -3),
        ("abs(-3)", 3.0, 3),
        ("abs(-3.5)", 3.5, 3),
        ("sqrt(2)", 1.4142135623730951, 1),
        ("log(8, 2)", 3.0, 3),
        ("log(10)", 2.302585092994046, 2),
        ("log2(8)", 3.0, 3),
        ("log10(1000)", 3.0, 3),
        ("sin(1) + cos(1) + tan(1)", 2.939181015330939, 2),
        ("a & b", 2.0, 2),
        ("a | b", 7.0, 7),
        ("a ^ b", 5.0, 5),
        ("1 << 4", 16.0, 16),
        ("256 >> 3", 32.0, 32),
        ("~a", -8.0, -8),
        ("a == 7", 1.0, 1),
        ("a != 7.0", 0.0, 0),
        ("2 in values", 1.0, 1),
        ("9 not in values", 1.0, 1),
        ("1_000 * 2", 2000.0, 2000),
        ("0x10 + 1", 17.0, 17),
        (".5 + 1.", 1.5, 1),
        ("1e3 / 4", 250.0, 250),
        ("True + True", 2.0, 2),
        ("a*8//8*8", 56.0, 56),
        ("int(a / 8) * 8", 0.0, 0),
        ("((a))", 7.0, 7),
        ("+a", 7.0, 7),
        ("--a", 7.0, 7),
        ("not not a", 1.0, 1),
        ("a if b > 100 else (b if c else 0)", 2.0, 2),
        ("1 / 3", 0.3333333333333333, 0),
        ("10 ** 20 / 10 ** 19", 10.0, 10),
    ]

    @Test(arguments: table)
    func `a formula has the value that Python gives it`(text: String, number: Double, whole: Int) throws {
        let value = try ExpressionParser.parse(text).value(Self.names)
        #expect(try value.number() == number)
        #expect(try value.truncated() == whole)
    }

    /// Formulas that Python refuses as well.
    static let errors: [(String, ExpressionError)] = [
        ("", .empty), ("a / 0", .divisionByZero), ("a // 0", .divisionByZero), ("a % 0", .divisionByZero),
        ("sqrt(-1)", .outOfDomain("sqrt")), ("log(0)", .outOfDomain("log")), ("foo(1)", .unknownFunction("foo")),
        ("z + 1", .unknownName("z")), ("a +", .unfinished), ("a b", .unexpected("b", at: 2)), ("(a", .unfinished),
        ("__import__('os')", .unexpected("'", at: 11)), ("values + 1", .notANumber), ("2.0 ** 5000", .tooLarge),
        ("10 ** 400", .tooLarge), ("min()", .wrongArguments("min")), ("values[9]", .noElement(9, count: 3)),
        ("a if b", .unfinished), ("1 << -1", .outOfDomain("<<")), ("a.b", .unexpected(".", at: 1)),
    ]

    @Test(arguments: errors)
    func `a formula without a value tells why`(text: String, error: ExpressionError) {
        #expect(throws: error) { try ExpressionParser.parse(text).value(Self.names) }
    }

    @Test func `ten thousand brackets are refused rather than followed`() {
        for opening in ["(", "-", "not ", "a[", "max(", "1 if "] {
            let text = String(String(repeating: opening, count: 9999 / opening.count).prefix(9999))
            #expect(throws: ExpressionError.self) { try ExpressionParser.parse(text).value(Self.names) }
        }
    }

    @Test func `an error tells place, fact and remedy`() {
        #expect(
            ExpressionError.unexpected("b", at: 2).description
                == "the expression: 'b' at character 3 was not expected. Look there for a missing operator or bracket.")
    }

    private static let names: [String: ExpressionValue] = [
        "a": .int(7), "b": .int(2), "c": .float(0.5), "values": .list([.int(7), .int(2), .float(0.5)]),
    ]
}
