import Testing

@testable import Text

struct CompositionTests {
    private static let compose = Composition()

    /// Text, and its form C; taken from NormalizationTest.txt of Unicode 14.
    static let cases: [(String, String)] = [
        ("e\u{301}", "\u{E9}"),
        ("\u{44}\u{323}\u{307}", "\u{1E0C}\u{307}"),
        ("\u{44}\u{307}\u{323}", "\u{1E0C}\u{307}"),
        ("\u{1100}\u{1161}\u{11A8}", "\u{AC01}"),
        ("\u{AC00}\u{11A8}", "\u{AC01}"),
        ("\u{AC01}\u{11A8}", "\u{AC01}\u{11A8}"),
        ("\u{AC00}\u{11A7}", "\u{AC00}\u{11A7}"),
        ("\u{212B}", "\u{C5}"),
        ("\u{958}", "\u{915}\u{93C}"),
        ("\u{F73}", "\u{F71}\u{F72}"),
        ("\u{61}\u{315}\u{300}\u{5AE}\u{300}\u{62}", "\u{E0}\u{5AE}\u{300}\u{315}\u{62}"),
        ("\u{9C7}\u{334}\u{9BE}", "\u{9C7}\u{334}\u{9BE}"),
        ("\u{11099}\u{110BA}", "\u{1109A}"),
        ("\u{301}\u{65}", "\u{301}\u{65}"),
        ("plain", "plain"),
    ]

    @Test(arguments: cases)
    func `composes and orders as Unicode says`(text: String, formC: String) {
        #expect(Self.compose(Array(text.unicodeScalars)) == Array(formC.unicodeScalars))
    }

    @Test func `changes nothing the second time`() {
        for (text, _) in Self.cases {
            let once = Self.compose(Array(text.unicodeScalars))
            #expect(Self.compose(once) == once)
        }
    }
}
