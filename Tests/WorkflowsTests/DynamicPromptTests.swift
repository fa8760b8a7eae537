import Testing

@testable import Workflows

struct DynamicPromptTests {
    @Test(arguments: [
        ("a plain prompt, (weighted:1.2)", "a plain prompt, (weighted:1.2)"),
        ("{one}", "one"),
        ("{}", ""),
        ("a {b", "a b"),
        ("a } b | c", "a } b | c"),
        (#"a \{b\|c\} \(d\)"#, #"a {b|c} \(d\)"#),
        ("keep // drop\nkeep", "keep \nkeep"),
        ("keep /* drop\ndrop */keep", "keep keep"),
        ("a /* never ends", "a /* never ends"),
        ("/*/", "/*/"),
        ("{/* no choice */x}", "x"),
    ])
    func `comments go and braces open`(prompt: String, expected: String) {
        #expect(DynamicPrompt.resolved(prompt, seed: 0) == expected)
    }

    @Test func `one of the options is taken, the same for the same seed, each for some seed`() {
        let prompt = "a {red|green|{dark|light} blue} hat"
        let all = (0..<200).map { DynamicPrompt.resolved(prompt, seed: $0) }
        #expect(Set(all) == ["a red hat", "a green hat", "a dark blue hat", "a light blue hat"])
        #expect(all == (0..<200).map { DynamicPrompt.resolved(prompt, seed: $0) })
    }

    @Test func `a million braces take no stack and no time`() {
        let deep = String(repeating: "{", count: 500_000) + "x" + String(repeating: "}", count: 500_000)
        #expect(DynamicPrompt.resolved(deep, seed: 0) == "x")
        let wide = String(repeating: "{x}/*", count: 200_000)
        #expect(DynamicPrompt.resolved(wide, seed: 0).utf8.count == 600_000)
    }
}
