import Engine
import Foundation
import Models
import Testing

@testable import Nodes

struct TextPiecesTests {
    @Test(arguments: [
        ("One. Two! Three?", ["One. ", "Two! ", "Three?"]),
        (
            "Mr. Fox met J. Hare, e.g. at 5 p.m. yesterday. They ran.",
            ["Mr. Fox met J. Hare, e.g. at 5 p.m. yesterday. ", "They ran."]
        ),
        ("\"Go!\" he said. \"Why?\" No answer…", ["\"Go!\" he said. ", "\"Why?\" ", "No answer…"]),
        ("今日は。明日は？", ["今日は。", "明日は？"]),
        ("3.14 is pi. 2.7 is e.", ["3.14 is pi. ", "2.7 is e."]),
        ("A title\n\nA line.", ["A title\n\n", "A line."]),
    ])
    func `a text is cut behind its sentences`(text: String, pieces: [String]) {
        #expect(TextPieces.sentences(of: text).map(String.init) == pieces)
    }

    @Test(arguments: [
        ("a\nb\n\nc\n \n\nd", ["a\nb\n\n", "c\n \n\n", "d"]), ("\n\na", ["\n\na"]), ("", []),
        ("a\r\n\r\nb", ["a\r\n\r\n", "b"]),
    ])
    func `a text is cut between its paragraphs`(text: String, pieces: [String]) {
        #expect(TextPieces.paragraphs(of: text).map(String.init) == pieces)
    }

    private static let book = (1...40).map {
        "Sentence \($0) of the book, é and 日本. " + ($0.isMultiple(of: 7) ? "\n\n" : "")
    }
    .joined()

    @Test(arguments: TextCut.allCases, ["llama", "qwen2"])
    func `no piece is larger than asked, and nothing is lost`(cut: TextCut, model: String) throws {
        let path = LanguageGraph.golden.appending(path: "\(model).gguf").path
        let writing = WritingModel(model: try LanguageModel(path: path), memoryCost: 0)
        let node = SplitText()
        (node.text, node.cut, node.size, node.clip) = (Self.book, cut, 60, Writer.accepting(writing))
        try withFolders { try node.run(RunContext(folders: $0)) }
        let measure = TextMeasure(tokenizer: writing.model.tokenizer)
        // A beginning that tokenizers see differently, or a character of several tokens, may cost a few.
        #expect(node.pieces.allSatisfy { measure.size(of: $0[...]) <= 64 })
        #expect(node.pieces.count > 5)
        let letters = node.pieces.joined().filter { !$0.isWhitespace }
        #expect(letters == Self.book.filter { !$0.isWhitespace })
    }

    @Test func `without a model words are counted, and an overlap is said twice`() throws {
        let node = SplitText()
        (node.text, node.cut, node.size, node.overlap) = ("A a. B b. C c. D d.", .sentences, 4, 2)
        try withFolders { try node.run(RunContext(folders: $0)) }
        #expect(node.pieces == ["A a. B b.", "B b. C c.", "C c. D d."])
    }
}
