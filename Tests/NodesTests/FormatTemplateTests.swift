import Engine
import Testing

@testable import Nodes

struct FormatTemplateTests {
    /// With a = 7, b = 3.14159, c = "hi", d = True: what Python's `str.format` writes.
    static let table: [(String, String)] = [
        ("{a} {b} {c} {d}", "7 3.14159 hi True"), ("{{{a}}}", "{7}"), ("{a:03d}", "007"), ("{a:>5}|", "    7|"),
        ("{a:<5}|", "7    |"), ("{a:^5}|", "  7  |"), ("{a:*^5}|", "**7**|"), ("{a:+d}", "+7"), ("{b:.2f}", "3.14"),
        ("{b:8.3f}|", "   3.142|"), ("{b:e}", "3.141590e+00"), ("{b:.1%}", "314.2%"), ("{b:g}", "3.14159"),
        ("{c:>4}|", "  hi|"), ("{c:.1}", "h"), ("{c!s}", "hi"), ("{a:x} {a:b} {a:o}", "7 111 7"), ("{d:d}", "1"),
        ("{a:,}", "7"), ("{a:.1f}", "7.0"), ("no places", "no places"), ("{a:05.1f}", "007.0"), ("{a: d}", " 7"),
    ]

    @Test(arguments: table)
    func `values are written as Python writes them`(template: String, wanted: String) throws {
        #expect(try FormatTemplate(template).filled(Self.value) == wanted)
    }

    static let errors: [(String, FormatError)] = [
        ("{", .brace("{")), ("a}", .brace("}")), ("{}", .unknownName("")), ("{e}", .unknownName("e")),
        ("{a:.}", .specification(".")), ("{a:5q7}", .specification("5q7")), ("{c:d}", .unsuitable("d", type: "a text")),
        ("{a:2000}", .specification("2000")),
    ]

    @Test(arguments: errors)
    func `what cannot be filled is told`(template: String, error: FormatError) {
        #expect(throws: error) { try FormatTemplate(template).filled(Self.value) }
    }

    private static func value(_ name: String) throws(FormatError) -> Literal {
        switch name {
        case "a": .integer(7)
        case "b": .number(3.14159)
        case "c": .text("hi")
        case "d": .boolean(true)
        default: throw .unknownName(name)
        }
    }
}
