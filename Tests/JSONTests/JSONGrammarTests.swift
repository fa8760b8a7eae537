import JSON
import Testing

/// Texts made from the rules of RFC 8259, and the same with one thing wrong.
struct JSONGrammarTests {
    @Test func `every text made by the rules is read, and written back reads as the same`() throws {
        var maker = TextMaker(seed: 8259)
        for _ in 0..<3000 {
            let text = maker.value(depth: 0)
            let value = try JSONValue(parsing: Array(text.utf8), .rfc8259)
            #expect(try JSONValue(parsing: value.utf8(), .rfc8259) == value, "\(text)")
        }
    }

    @Test func `no beginning of an array or object is taken for the whole`() {
        var maker = TextMaker(seed: 1)
        for _ in 0..<300 {
            let text = Array("[\(maker.value(depth: 1))]".utf8)
            for length in 0..<text.count {
                #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text.prefix(length)), .rfc8259) }
            }
        }
    }

    @Test(arguments: [
        "01", "-", "+1", "-01", "1.", ".5", "-.5", "1e", "1e+", "1.e3", "0x1", "1_0", "NaN", "Infinity", "-Infinity",
        "1 2",
        "0.1.2", "1eE2", "１",
    ])
    func `what is no number is refused, wherever it stands`(number: String) {
        for text in [number, "[\(number)]", "{\"a\":\(number)}", "[0,\(number)]"] {
            #expect(throws: JSONError.self, "\(text)") { try JSONValue(parsing: Array(text.utf8), .rfc8259) }
        }
    }

    @Test(arguments: [
        "'a'", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\u{1}\"", "\"\n\"", "\"\\\"", "a", "\"a\"b", "\"\\ \"",
        "True", "nul", "nulll", "tru", "[,1]", "[1,]", "[1 2]", "[", "]", "{", "}", "{]", "[}", "{\"a\"}", "{\"a\":}",
        "{a:1}", "{\"a\":1,}", "{,}", "{\"a\":1 \"b\":2}", "{\"a\"::1}", "{1:2}", "[1]]", "{}}", "//c\n1", "/**/1",
        "#\n1",
        "\u{a0}1", "\u{2028}1", "\u{feff}1", "", " ", "[\u{c}1]", "1,",
    ])
    func `what breaks another rule is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text.utf8), .rfc8259) }
    }

    @Test func `a byte after a value is refused unless it is space`() {
        for byte in UInt8.min...UInt8.max {
            let isRead = (try? JSONValue(parsing: Array("[1]".utf8) + [byte], .rfc8259)) != nil
            #expect(isRead == [0x20, 0x09, 0x0a, 0x0d].contains(byte), "byte \(byte)")
        }
    }
}

/// Makes texts by the grammar: every production, spaces and escapes included.
private struct TextMaker {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func value(depth: Int) -> String {
        let before = space()
        let text =
            switch roll(depth > 4 ? 5 : 9) {
            case 0: ["true", "false", "null"][roll(3)]
            case 1, 2: number()
            case 3, 4: string()
            case 5, 6: array(depth: depth)
            default: object(depth: depth)
            }
        return before + text + space()
    }

    private mutating func array(depth: Int) -> String {
        let items = (0..<roll(4)).map { _ in value(depth: depth + 1) }
        return "[" + (items.isEmpty ? space() : items.joined(separator: ",")) + "]"
    }

    private mutating func object(depth: Int) -> String {
        let items = (0..<roll(4)).map { _ in
            let key = space() + string() + space()
            return key + ":" + value(depth: depth + 1)
        }
        return "{" + (items.isEmpty ? space() : items.joined(separator: ",")) + "}"
    }

    private mutating func number() -> String {
        var text = ["", "-"][roll(2)]
        text += roll(4) == 0 ? "0" : "\(1 + roll(9))" + digits(roll(22))
        if roll(2) == 0 { text += "." + digits(1 + roll(6)) }
        if roll(3) == 0 { text += ["e", "E"][roll(2)] + ["", "+", "-"][roll(3)] + digits(1 + roll(2)) }
        return text
    }

    private mutating func string() -> String {
        let parts = [
            "a", "Z", " ", "{", "]", "é", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\r", "\\t", "\\u00e9",
            "\\u0000",
            "\\uD83D\\uDE00", "\u{7f}", "\u{2028}",
        ]
        return "\"" + (0..<roll(6)).map { _ in parts[roll(parts.count)] }.joined() + "\""
    }

    private mutating func digits(_ count: Int) -> String { (0..<count).map { _ in "\(roll(10))" }.joined() }

    private mutating func space() -> String { ["", "", "", " ", "\t", "\n", "\r\n"][roll(7)] }

    /// - Source: Knuth's MMIX multiplier.
    private mutating func roll(_ sides: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(sides))
    }
}
