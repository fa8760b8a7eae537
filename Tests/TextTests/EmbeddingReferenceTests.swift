import Testing

@testable import Text

struct EmbeddingReferenceTests {
    @Test(arguments: [
        ("embedding:style", "style", ""), ("embedding:style a fox", "style", "a fox"),
        ("embedding:a/b.pt\n x", "a/b.pt", "x"),
        ("embedding:style, red", "style,", "red"), ("embedding:style<x> red", "style", "<x> red"),
        ("embedding:style[a b] c", "style", "[a b] c"), ("embedding:", "", ""), ("embedding: \n", "", ""),
    ])
    func `ends a name at white space or markup`(text: String, name: String, rest: String) {
        let reference = EmbeddingReference(text)
        #expect(reference?.name == name)
        #expect(reference?.rest == rest)
    }

    @Test func `gives commas back to the text`() {
        let reference = EmbeddingReference("embedding:style,, red")?.withoutCommas()
        #expect(reference?.name == "style")
        #expect(reference?.rest == ",, red")
        #expect(EmbeddingReference("embedding:style red")?.withoutCommas() == nil)
    }

    @Test func `is only at the start of a word`() {
        #expect(
            EmbeddingReference.split("embedding:a, embedding:b\nembedding:c x,embedding:d")
                == ["embedding:a, ", "embedding:b\n", "embedding:c x,embedding:d"])
        #expect(EmbeddingReference("a embedding:b") == nil)
    }
}
