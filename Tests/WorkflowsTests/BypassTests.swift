import Testing

@testable import Workflows

struct BypassTests {
    @Test(
        arguments: [
            (["IMAGE", "MASK"], 0, "IMAGE", "IMAGE", 0),
            (["MASK", "IMAGE"], 0, "IMAGE", "IMAGE", 1),
            (["MODEL", "CLIP", "IMAGE"], 1, "CLIP", "CLIP", 1),
            (["IMAGE", "MASK"], 1, "IMAGE", "*", 1),
            (["IMAGE"], 3, "IMAGE", "*", 0),
            (["IMAGE,MASK", "MASK"], 1, "MASK", "MASK", 1),
            (["IMAGE,MASK", "INT"], 5, "MASK", "MASK", 0),
            (["*"], 0, "IMAGE", "IMAGE", 0),
            (["image"], 0, "IMAGE", "IMAGE", 0),
            (["INT"], 0, "IMAGE", "IMAGE", nil),
            ([], 0, "IMAGE", "*", nil),
        ] as [([String], Int, String, String, Int?)])
    func `the input that stands in for an output`(
        inputs: [String], slot: Int, output: String, wanted: String, expected: Int?
    ) {
        let inputs = inputs.map { EditorNode.Input(name: "i", type: $0, link: nil, widget: nil) }
        #expect(bypass(inputs, slot: slot, output: output, wanted: wanted) == expected)
    }
}
