import Testing

@testable import Text

struct LowercaseTests {
    @Test(arguments: [
        ("ABC", "abc"), ("İ", "i\u{307}"), ("ß", "ß"), ("ẞ", "ß"), ("ǅ", "ǆ"), ("K", "k"),
        ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"), ("Σ", "σ"), ("ΑΣ", "ας"), ("ΣΑ", "σα"), ("ΑΣ'", "ας'"), ("ΑΣ'Α", "ασ'α"),
        ("Α\u{301}Σ", "α\u{301}ς"), ("1Σ", "1σ"), ("\u{295}Σ", "\u{295}ς"), ("Α\u{1171E}Σ", "α\u{1171E}ς"),
    ])
    func `lowers each letter and minds the sigma that ends a word`(text: String, lower: String) {
        #expect(lowercase(Array(text.unicodeScalars)) == Array(lower.unicodeScalars))
    }
}
