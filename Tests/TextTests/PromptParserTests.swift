import Testing

@testable import Text

struct PromptParserTests {
    static let cases: [(String, [PromptSegment])] = [
        ("", []),
        ("a fox", [PromptSegment("a fox", weight: 1)]),
        ("(a)", [PromptSegment("a", weight: 1.1)]),
        ("((a))", [PromptSegment("a", weight: 1.1 * 1.1)]),
        ("(a:1.3)", [PromptSegment("a", weight: 1.3)]),
        ("((a):1.5)", [PromptSegment("a", weight: 1.5 * 1.1)]),
        ("((a:1.5))", [PromptSegment("a", weight: 1.5)]),
        (
            "(a (b:2) c:3)d",
            [
                PromptSegment("a ", weight: 3), PromptSegment("b", weight: 2), PromptSegment(" c", weight: 3),
                PromptSegment("d", weight: 1),
            ]
        ),
        ("(a:-0.5)(b:0)", [PromptSegment("a", weight: -0.5), PromptSegment("b", weight: 0)]),
        ("(a:x)", [PromptSegment("a:x", weight: 1.1)]),
        ("(:2)", [PromptSegment(":2", weight: 1.1)]),
        ("()", []),
        (#"\(a\) (b\):2)"#, [PromptSegment("(a) ", weight: 1), PromptSegment("b)", weight: 2)]),
        ("(a", [PromptSegment("(a", weight: 1)]),
        ("a) (b)", [PromptSegment("a) (b)", weight: 1)]),
        ("(a (b)", [PromptSegment("a ", weight: 1.1), PromptSegment("(b", weight: 1.1)]),
        ("[a] AND b BREAK", [PromptSegment("[a] AND b BREAK", weight: 1)]),
    ]

    @Test(arguments: cases)
    func `reads weights and brackets as ComfyUI does`(prompt: String, segments: [PromptSegment]) {
        #expect(PromptParser().segments(of: prompt) == segments)
    }

    @Test func `bears brackets deeper than a stack`() {
        let depth = 5000
        let prompt = String(repeating: "(", count: depth) + "fox" + String(repeating: ")", count: depth)
        let segments = PromptParser().segments(of: prompt)
        #expect(segments.map(\.text) == ["fox"])
        #expect(segments.allSatisfy { $0.weight > 1e200 })
    }
}
