import Testing

@testable import Text

struct WordSplitterTests {
    static let cases: [(WordSplitter, String, [String])] = [
        (.gpt2, "It's 123 o'clock  now", ["It", "'s", " 123", " o", "'", "clock", " ", " now"]),
        (.gpt2, "IT'S!\n\n x", ["IT", "'", "S", "!", "\n\n", " x"]),
        (.llama3, "It's 12345 (now)!\n\nNo", ["It", "'s", " ", "123", "45", " (", "now", ")!\n\n", "No"]),
        (.llama3, "IT'LL  end  ", ["IT", "'LL", " ", " end", "  "]),
        (.qwen2, "a1b22\r\n\tc", ["a", "1", "b", "2", "2", "\r\n", "\tc"]),
        (.qwen2, "x=\u{65E5}\u{672C}, \u{1F600}", ["x", "=\u{65E5}\u{672C}", ",", " \u{1F600}"]),
    ]

    @Test(arguments: cases)
    func `text is cut as the models were trained`(splitter: WordSplitter, text: String, words: [String]) {
        let scalars = Array(text.unicodeScalars)
        let found = splitter.words(of: scalars).map { range in
            String(String.UnicodeScalarView(scalars[range]))
        }
        #expect(found == words)
    }

    @Test(arguments: WordSplitter.allCases)
    func `the words are all of the text`(splitter: WordSplitter) {
        let scalars = (0..<2000).compactMap { Unicode.Scalar(UInt32($0 * 37 % 0x3000)) }
        let words = splitter.words(of: scalars)
        #expect(words.first?.lowerBound == 0 && words.last?.upperBound == scalars.count)
        #expect(zip(words, words.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
    }
}
