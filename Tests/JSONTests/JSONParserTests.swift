import JSON
import Testing

struct JSONParserTests {
    @Test(
        arguments: [
            ("null", .null), (" true\n", true), ("-0", 0), ("[]", []), ("{}", [:]), ("\t[ ]\r\n", []),
            (#"{"a":1,"b":[2,{"c":null}]}"#, ["a": 1, "b": [2, ["c": .null]]]),
            (#""\u0041\n\/\"\\ \ud83d\ude00 é""#, "A\n/\"\\ 😀 é"),
            ("[0e1,1E+2,1.50]", [0.0, 100.0, 1.5]),
            (#"{"":0}"#, ["": 0]),
        ] as [(String, JSONValue)])
    func `reads every kind of value`(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
    }

    @Test(arguments: [
        ("", "line 1, column 1: there is no JSON here. Give a file that holds one JSON value."),
        ("[1,]", "line 1, column 3: a comma with nothing after it. Remove the comma."),
        ("{\"a\":1,}", "line 1, column 7: a comma with nothing after it. Remove the comma."),
        ("[1 2]", "line 1, column 4: '2' where ',' or ']' was expected. Correct the text there."),
        ("{a:1}", "line 1, column 2: 'a' where a key in double quotes was expected. Write keys in double quotes."),
        (
            "{\n  \"é\": 1,\n  \"ü\" 2}",
            "line 3, column 7: '2' where ':' was expected. Correct the text there."
        ),
        (
            "[1",
            "line 1, column 3: the text ends where ',' or ']' was expected. "
                + "Complete the file; it may have been cut short."
        ),
        (
            "{\"a\":1,\"\\u0061\":2}",
            "line 1, column 8: the key 'a' occurs twice in this object. Rename or remove one of them."
        ),
        ("[NaN]", "line 1, column 2: NaN is no JSON number. Write a finite number."),
        ("[-Infinity]", "line 1, column 3: Infinity is no JSON number. Write a finite number."),
        (
            "01",
            "line 1, column 1: a malformed number. Write digits, perhaps a sign, a fraction and an exponent, as in -1.5e3."
        ),
        ("1e400", "line 1, column 1: a number beyond the range of 64-bit floating point. Write a smaller number."),
        (
            "\"a\nb\"", "line 1, column 3: a raw control character \\u000a in a string. Write it as \\u000a."
        ),
        (
            "\"\\x\"",
            "line 1, column 2: an unknown escape: \\ and 'x'. Use one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u."
        ),
        (
            "\"\\u12\"",
            "line 1, column 2: '\\u' without four hexadecimal digits. Write four digits, as in \\u00e9."
        ),
        (
            "\"\\udead\"", "line 1, column 2: half of a surrogate pair. Write both halves, as in \\ud83d\\ude00."
        ),
        ("\u{feff}1", "line 1, column 1: a byte order mark. Save the file as UTF-8 without a byte order mark."),
        ("1 x", "line 1, column 3: 'x' after the end of the value. Keep one value in the file."),
        ("tru", "line 1, column 1: 't' where a value was expected. Correct the text there."),
    ])
    func `tells where and what is wrong`(text: String, message: String) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error?.description == message)
    }

    @Test(arguments: [[0x22, 0xff, 0x22], [0x22, 0xc0, 0xaf, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22]] as [[UInt8]])
    func `refuses what is not UTF-8`(bytes: [UInt8]) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
        #expect(error?.problem == .notUTF8)
        #expect(error?.column == 2)
    }

    @Test(arguments: ["[", "{\"a\":", "[{\"a\":"])
    func `refuses to nest beyond the limit, however deep the text`(opening: String) {
        let text = String(repeating: opening, count: 100_000)
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error?.problem == .tooDeep(limit: 512))
    }

    @Test func `nests up to the limit`() throws {
        let text = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        #expect(try JSONValue(parsing: text).serialized() == text)
    }

    @Test func `refuses texts and numbers beyond their limits`() throws {
        let digits = String(repeating: "1", count: 1024)
        #expect(try JSONValue(parsing: digits).serialized() == digits)
        let longer = #expect(throws: JSONError.self) { try JSONValue(parsing: digits + "1") }
        #expect(longer?.problem == .numberTooLong(limit: 1024))

        var options = JSONParsingOptions.strict
        options.sizeLimit = 3
        let larger = #expect(throws: JSONError.self) { try JSONValue(parsing: "[12]", options) }
        #expect(larger?.problem == .tooLarge(bytes: 4, limit: 3))
    }

    @Test func `takes what Python writes`() throws {
        let text = "\u{feff}{\"a\": NaN, \"b\": [Infinity, -Infinity, 1e999], \"c\": \"\\ud800x\", \"a\": 1}"
        let value = try JSONValue(parsing: text, .python)
        #expect(value["a"] == 1)
        #expect(value["b"] == .array([.double(.infinity), .double(-.infinity), .double(.infinity)]))
        #expect(value["c"] == "\u{fffd}x")
        #expect(value.object?.keys.elementsEqual(["a", "b", "c"]) == true)
    }

    @Test func `tells keys apart that only look the same`() throws {
        let value = try JSONValue(parsing: "{\"\\u00e9\": 1, \"e\\u0301\": 2}")
        #expect(value["\u{e9}"] == 1)
        #expect(value["e\u{301}"] == 2)
        #expect(JSONValue.string("\u{e9}") != .string("e\u{301}"))
    }

    @Test func `finds a repeated key in a large object`() {
        let members = (0..<1000).map { "\"k\($0)\":0" }.joined(separator: ",")
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "{\(members),\"k7\":1}") }
        #expect(error?.problem == .duplicateKey("k7"))
    }

    @Test func `shows a hostile key without obeying it`() {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: #"{"\u001b[2J":1,"\u001b[2J":2}"#) }
        #expect(error?.fact == "the key '\\u{1b}[2J' occurs twice in this object")
    }
}
