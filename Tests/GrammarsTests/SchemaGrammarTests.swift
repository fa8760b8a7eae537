import JSON
import Testing

@testable import Grammars

struct SchemaGrammarTests {
    /// A schema, texts that it allows, and texts that it does not.
    static let table: [(String, [String], [String])] = [
        (#"{"type": "boolean"}"#, ["true", "false"], ["null", "True", " true"]),
        (#"{"type": ["integer", "null"]}"#, ["0", "-12", "null"], ["1.5", "007", "+1", "-"]),
        (#"{"type": "number"}"#, ["0.5", "-1e9", "12.25E-3"], [".5", "1.", "01", "NaN"]),
        (#"{"enum": ["a", 1, null, {"k": [1, 2]}]}"#, [#""a""#, "1", "null", #"{"k":[1,2]}"#], ["2", #""b""#]),
        (#"{"enum": ["a", 1, 7], "type": "integer", "minimum": 2}"#, ["7"], ["1", #""a""#]),
        (#"{"const": 3.5}"#, ["3.5"], ["3"]),
        (
            #"{"type": "string", "minLength": 2, "maxLength": 3}"#,
            [#""ab""#, #""日本語""#, #""\n\u00e9""#, #""\ud83d\ude00x""#], [#""a""#, #""abcd""#, #""\ud83d""#, "\"a\nb\""]
        ),
        (
            #"{"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "string"}}, "required": ["a"]}"#,
            [#"{"a":1}"#, #"{"a": 1, "b": ""}"#, #"{ "a": 1 }"#],
            ["{}", #"{"b":"","a":1}"#, #"{"a":1,}"#, #"{"a":1,"c":2}"#]
        ),
        (
            #"{"type": "object", "properties": {"a": {}}, "additionalProperties": {"type": "integer"}}"#,
            ["{}", #"{"b":1,"ab":2}"#, #"{"a":"x","b":1}"#], [#"{"b":"x"}"#, #"{"b":1,"a":2}"#]
        ),
        (
            #"{"type": "object", "additionalProperties": {"type": "null"}, "maxProperties": 2}"#,
            ["{}", #"{"x":null}"#, #"{"x":null,"y":null}"#], [#"{"x":null,"y":null,"z":null}"#]
        ),
        (
            #"{"type": "object", "properties": {"a": {"const": 1}, "b": {"const": 2}, "c": {"const": 3}}, "minProperties": 2, "maxProperties": 2}"#,
            [#"{"a":1,"c":3}"#, #"{"b":2,"c":3}"#], ["{}", #"{"a":1}"#, #"{"a":1,"b":2,"c":3}"#]
        ),
        (
            #"{"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3}"#, ["[1]", "[ 1, 2,3 ]"],
            ["[]", "[1,2,3,4]", "[1,]", "[null]"]
        ),
        (
            #"{"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false}"#,
            ["[]", #"["a"]"#, #"["a",1]"#], [#"["a",1,2]"#, "[1]"]
        ),
        (
            #"{"type": "array", "items": [{"type": "string"}], "additionalItems": {"type": "null"}, "minItems": 2}"#,
            [#"["a",null]"#, #"["a",null,null]"#], [#"["a"]"#, #"["a",1]"#]
        ),
        (
            #"{"type": "integer", "minimum": -5, "maximum": 123}"#, ["-5", "0", "99", "123", "-1"],
            ["-6", "124", "1000", "-0", "1.0"]
        ),
        (#"{"type": "integer", "exclusiveMinimum": 9, "exclusiveMaximum": 100}"#, ["10", "99"], ["9", "100"]),
        (#"{"type": "integer", "minimum": 2.5, "maximum": 10}"#, ["3", "10"], ["2", "11"]),
        (#"{"type": "integer", "exclusiveMaximum": 10}"#, ["9", "-77", "0"], ["10"]),
        (
            #"{"type": "number", "minimum": 0, "maximum": 1}"#, ["0", "1", "0.5", "1.0", "0.999999"],
            ["1.1", "-0.1", "1.000001", "2"]
        ),
        (
            #"{"type": "number", "exclusiveMinimum": 0, "maximum": 0.25}"#, ["0.1", "0.25", "0.000001"],
            ["0", "0.26", "0.0", "0.2500001"]
        ),
        (
            #"{"type": "number", "minimum": -1.5, "exclusiveMaximum": 2}"#, ["-1.5", "-0.75", "1.999999", "0"],
            ["-1.51", "2", "2.0"]
        ),
        (#"{"type": "integer", "multipleOf": 7}"#, ["0", "7", "-14", "700"], ["1", "6", "71"]),
        (#"{"type": "integer", "multipleOf": 5, "minimum": 1, "maximum": 20}"#, ["5", "20"], ["0", "25", "7"]),
        (#"{"anyOf": [{"type": "integer"}, {"const": "none"}]}"#, ["4", #""none""#], ["null"]),
        (
            #"{"type": "object", "properties": {"a": {"const": 1}, "b": {"const": 2}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}"#,
            [#"{"a":1}"#, #"{"b":2}"#], ["{}"]
        ),
        (
            #"{"oneOf": [{"type": "object", "properties": {"k": {"const": "x"}, "v": {"type": "integer"}}, "required": ["k", "v"]}, {"type": "object", "properties": {"k": {"const": "y"}}, "required": ["k"]}]}"#,
            [#"{"k":"x","v":1}"#, #"{"k":"y"}"#], [#"{"k":"x"}"#]
        ),
        (#"{"allOf": [{"type": "integer", "minimum": 3}, {"maximum": 4}]}"#, ["3", "4"], ["2", "5"]),
        (
            ##"{"$ref": "#/$defs/n", "$defs": {"n": {"type": "object", "properties": {"v": {"type": "boolean"}, "next": {"$ref": "#/$defs/n"}}, "required": ["v"]}}}"##,
            [#"{"v":true}"#, #"{"v":true,"next":{"v":false,"next":{"v":true}}}"#], [#"{"next":{"v":true}}"#]
        ),
        (#"{"type": "string", "nullable": true, "maxLength": 1}"#, ["null", #""a""#], ["1"]),
        (#"{"type": "string", "format": "date"}"#, [#""2024-02-28""#], [#""2024-13-01""#, #""2024-02-30""#]),
        (#"{}"#, ["1", #"{"a":[null,{"b":"c"}]}"#, "[]", "true"], ["", "x"]),
        (#"{"type": "object", "required": ["z"]}"#, [#"{"z":[1]}"#, #"{"z":1}"#], ["{}"]),
    ]

    @Test(arguments: table)
    func `texts satisfy a schema or do not`(schema: String, good: [String], bad: [String]) throws {
        let schema = try JSONValue(parsing: Array(schema.utf8))
        let grammar = try Grammar(schema: schema)
        let validator = try SchemaValidator(schema)
        for text in good {
            #expect(Walks.accepts(grammar, text), "\(text)")
            #expect(try validator.accepts(JSONValue(parsing: Array(text.utf8))), "\(text)")
        }
        for text in bad { #expect(!Walks.accepts(grammar, text), "\(text)") }
    }

    @Test(arguments: table.map(\.0))
    func `whatever is written by chance satisfies the schema`(schema: String) throws {
        let schema = try JSONValue(parsing: Array(schema.utf8))
        let validator = try SchemaValidator(schema)
        let tokens = try TokenGrammar(Grammar(schema: schema), Walks.trie)
        for seed in 0..<30 as Range<UInt64> {
            let budget = tokens.shortest + Int(seed) * 5
            let (text, count) = try Walks.text(of: tokens, budget: budget, seed: seed)
            #expect(count <= budget)
            let value = try JSONValue(parsing: Array(text.utf8), .rfc8259)
            #expect(validator.accepts(value), "\(text)")
        }
    }

    static let faults: [(String, String)] = [
        (
            #"{"type": "object", "properties": {"a": {"not": {}}}}"#,
            "the schema, #/properties/a: 'not' is not kept to. Say what is allowed."
        ),
        (
            #"{"typ": "object"}"#,
            "the schema, #: 'typ' is no keyword that is known. Remove it, or look for a misspelling."
        ),
        (
            #"{"type": "text"}"#,
            "the schema, #: 'type' is not a type or a list of types. Write it as JSON Schema has it."
        ),
        (
            #"{"type": "string", "format": "hostname"}"#,
            "the schema, #: 'hostname' is not kept to. Use a 'pattern', or one of date, date-time, email, ipv4, time, uri, uuid."
        ),
        (
            ##"{"$ref": "#/$defs/x"}"##,
            "the schema, #: there is nothing at '#/$defs/x'. Point to a place in this schema, such as '#/$defs/name'."
        ),
        (##"{"$ref": "#"}"##, "the schema, #: references lead round in a circle. Put something between them."),
        (
            #"{"oneOf": [{"type": "integer"}, {"type": "number"}]}"#,
            "the schema, #: a value might satisfy two of 'oneOf'. Use 'anyOf', or give each a required property with a 'const' of its own."
        ),
        (#"{"type": "integer", "minimum": 3, "maximum": 2}"#, "the schema, #: no value satisfies it. Loosen it."),
        (
            #"{"type": "object", "properties": {"a": false}, "required": ["a"]}"#,
            "the schema, #: no value satisfies it. Loosen it."
        ),
        (
            #"{"type": "array", "items": 3}"#,
            "the schema, #/items: a number stands where a schema belongs. Write an object, true or false."
        ),
        (
            #"{"type": "array", "uniqueItems": true}"#,
            "the schema, #: 'uniqueItems' is not kept to. Leave it out, and look at the result."
        ),
        (
            #"{"type": "number", "multipleOf": 0.1}"#,
            "the schema, #: 'multipleOf' is not kept to. Use a whole number, or a 'pattern' in a text."
        ),
        (
            ##"{"$ref": "#/$defs/n", "$defs": {"n": {"type": "object", "properties": {"n": {"$ref": "#/$defs/n"}}, "required": ["n"]}}}"##,
            "the schema, #: no value satisfies it. Loosen it."
        ),
    ]

    @Test(arguments: faults)
    func `what cannot be kept to is refused with a sentence`(schema: String, sentence: String) throws {
        let error = #expect(throws: SchemaError.self) {
            try Grammar(schema: JSONValue(parsing: Array(schema.utf8)))
        }
        #expect(error?.description == sentence)
    }
}
