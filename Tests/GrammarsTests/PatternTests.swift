import JSON
import Testing

@testable import Grammars

struct PatternTests {
    static let table: [(String, [String], [String])] = [
        ("^[A-Z]{2}-[0-9]+$", ["AB-1", "ZZ-007"], ["AB", "ab-1", "AB-1x", "xAB-1"]),
        ("abc", ["abc", "xxabcx"], ["ab", ""]),
        ("^a|b$", ["a", "axx", "xxb"], ["xa", "bx"]),
        ("^(?:ab)*?c?$", ["", "abab", "abc", "c"], ["a", "abcc"]),
        (#"^\d{3}\.\w+\s?$"#, ["123.a_9", "123.b "], ["12.a", "123xa"]),
        (#"^"\\[\n]$"#, ["\"\\\n"], ["\"\\n"]),
        (#"^[^a-z]$"#, ["A", "é", "\"", "\u{1F600}"], ["a", "AB"]),
        (#"^(?<year>\d{4})-x{0,2}$"#, ["2024-", "2024-xx"], ["2024-xxx"]),
        (#"^[\w.-]+@x\u002Ey$"#, ["a.b-c@x.y"], ["@x.y", "a@x,y"]),
    ]

    @Test(arguments: table)
    func `texts match a pattern or do not`(pattern: String, good: [String], bad: [String]) throws {
        let grammar = try Grammar(schema: ["type": "string", "pattern": .string(pattern)])
        for text in good { #expect(Walks.accepts(grammar, JSONValue.string(text).serialized()), "\(text)") }
        for text in bad { #expect(!Walks.accepts(grammar, JSONValue.string(text).serialized()), "\(text)") }
    }

    @Test(arguments: [
        "(?=a)", "(?!a)", "(?<=a)b", #"(a)\1"#, #"\bword"#, "a^b", "(", "[a", "a{2", "*", "(^a)x", #"\p{L}"#,
    ])
    func `what cannot be kept to is refused by name`(pattern: String) {
        let error = #expect(throws: SchemaError.self) {
            try Grammar(schema: ["type": "string", "pattern": .string(pattern)])
        }
        #expect(error?.description.hasPrefix("the schema, #: 'pattern' with '") == true)
    }

    @Test func `a pattern and lengths hold together`() throws {
        let grammar = try Grammar(schema: ["type": "string", "pattern": "^(ab)+$", "minLength": 3, "maxLength": 6])
        #expect(!Walks.accepts(grammar, "\"ab\""))
        #expect(Walks.accepts(grammar, "\"abab\""))
        #expect(Walks.accepts(grammar, "\"ababab\""))
        #expect(!Walks.accepts(grammar, "\"abababab\""))
    }
}
