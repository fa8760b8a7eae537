import JSON
import Testing

struct JSONWriterTests {
    static let value: JSONValue = ["b": [1, 2.0, "é\n\u{7f}"], "a": [:], "c": [], "d": .null]

    @Test func `compact, pretty, as Python does, and canonical`() {
        #expect(Self.value.serialized() == "{\"b\":[1,2.0,\"é\\n\u{7f}\"],\"a\":{},\"c\":[],\"d\":null}")
        #expect(
            Self.value.serialized(.python) == #"{"b": [1, 2.0, "\u00e9\n\u007f"], "a": {}, "c": [], "d": null}"#)
        #expect(
            Self.value.serialized(pretty: true) == """
                {
                  "b": [
                    1,
                    2.0,
                    "é\\n\u{7f}"
                  ],
                  "a": {},
                  "c": [],
                  "d": null
                }
                """)
        #expect(
            Self.value.serialized(.canonical) == "{\"a\":{},\"b\":[1,2.0,\"é\\n\u{7f}\"],\"c\":[],\"d\":null}")
    }

    @Test func `characters beyond the basic plane become a pair of escapes`() {
        #expect(JSONValue.string("😀").serialized(.python) == #""\ud83d\ude00""#)
        #expect(JSONValue.string("\u{1}\u{8}\u{c}\r\t\"\\/").serialized() == #""\u0001\b\f\r\t\"\\/""#)
    }

    @Test func `a number that JSON has no word for is null unless Python reads it`() {
        let value: JSONValue = [.double(.nan), .double(.infinity), .double(-.infinity)]
        #expect(value.serialized() == "[null,null,null]")
        #expect(value.serialized(.python) == "[NaN, Infinity, -Infinity]")
    }

    @Test(arguments: [JSONFormat.compact, .pretty, .python, .canonical])
    func `what is written reads back equal`(format: JSONFormat) throws {
        #expect(try JSONValue(parsing: Self.value.utf8(format)) == Self.value)
    }
}
