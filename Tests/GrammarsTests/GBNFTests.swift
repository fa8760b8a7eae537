import Testing

@testable import Grammars

struct GBNFTests {
    /// A grammar, texts that follow it, and texts that do not.
    static let table: [(String, [String], [String])] = [
        (#"root ::= "yes" | "no""#, ["yes", "no"], ["", "ye", "yesno", "Yes"]),
        (#"root ::= [a-c]+ "!"?"#, ["a", "abc!", "cc"], ["", "!", "d", "a!!"]),
        (#"root ::= [^a-z\n]*"#, ["", "A1", "é日"], ["a", "\n"]),
        (#"root ::= ("ab" | "c"){2,3}"#, ["abab", "cc", "abcc"], ["ab", "cccc", "abc c"]),
        ("root ::= x{3}\nx ::= [0-9]", ["123"], ["12", "1234"]),
        (#"root ::= x{2,}"# + "\n\nx ::= \"z\"  # a remark\n", ["zz", "zzzzz"], ["z", ""]),
        (#"root ::= "\x41\u00e9\U0001F600\"\\\n""#, ["Aé😀\"\\\n"], ["Ae"]),
        (
            #"root ::= list"# + "\nlist ::= item (\",\" list)?\nitem ::= \"(\" list \")\" | \"1\"", ["1,(1,1),((1))"],
            ["1,", "(1", "()"]
        ),
        ("root ::= \"a\" |\n  \"b\"\n  | \"c\"\nother ::= \"d\"", ["a", "b"], ["d"]),
        (#"root ::= ("a"? "b"?)*"#, ["", "ab", "bbaab"], ["c"]),
        (#"root ::= . ."#, ["ab", "日😀"], ["a", "abc"]),
        (#"root ::= [\]\-a]+"#, ["]-a"], ["b", "\\"]),
    ]

    @Test(arguments: table)
    func `texts follow a grammar or do not`(gbnf: String, good: [String], bad: [String]) throws {
        let grammar = try Grammar(gbnf: gbnf)
        for text in good { #expect(Walks.accepts(grammar, text), "\(text)") }
        for text in bad { #expect(!Walks.accepts(grammar, text), "\(text)") }
    }

    static let faults: [(String, GrammarError)] = [
        ("root = \"a\"", .syntax(line: 1, column: 6, wanted: "'::='")),
        ("root ::= \"a", .syntax(line: 1, column: 12, wanted: "'\"'")),
        ("root ::= \"a\"\nx ::= [b-a]", .syntax(line: 2, column: 11, wanted: "a range that goes up")),
        ("root ::= (\"a\"", .syntax(line: 1, column: 14, wanted: "')'")),
        (
            "root ::= \"a\"{3,2}",
            .syntax(line: 1, column: 17, wanted: "a second number that is not less than the first")
        ),
        ("root ::= a", .noRule(name: "a", line: 1)),
        ("a ::= \"a\"", .noRoot),
        ("root ::= \"a\"\nroot ::= \"b\"", .ruleTwice(name: "root", line: 2)),
        ("root ::= root \"a\" | \"b\"", .leftRecursion(rules: ["root"])),
        ("root ::= a\na ::= \"\" b \"x\"\nb ::= \"\"* a | \"y\"", .leftRecursion(rules: ["a", "b"])),
        ("root ::= \"a\" root", .endless),
        ("root ::= [a-z]{1,99999999}", .tooLarge(limit: 2_000_000)),
    ]

    @Test(arguments: faults)
    func `what is no grammar is told with its place`(gbnf: String, error: GrammarError) {
        #expect(throws: error) { try Grammar(gbnf: gbnf) }
    }

    @Test func `errors are sentences`() {
        #expect(
            "\(GrammarError.syntax(line: 1, column: 6, wanted: "'::='"))"
                == "the grammar, line 1, column 6: '::=' is wanted here. Write it as GBNF has it.")
        #expect(
            "\(GrammarError.budget(tokens: 3, least: 20))"
                == "3 tokens may be written, but the shortest text that the grammar allows may take 20. Allow at least 20."
        )
    }

    @Test func `right recursion does not pile up`() throws {
        let grammar = try Grammar(gbnf: "root ::= \"a\" root | \"b\"")
        var automaton = Walks.automaton(grammar)
        let once = automaton.state(after: UInt8(ascii: "a"), in: automaton.start)
        let twice = automaton.state(after: UInt8(ascii: "a"), in: once)
        #expect(twice == once)
    }
}
