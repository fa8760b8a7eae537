import Testing

@testable import Text

struct PromptWeightTests {
    @Test(arguments: [
        ("1.3", 1.3), (" 1.5\t", 1.5), (".5", 0.5), ("1.", 1), ("-0.5", -0.5), ("+2", 2), ("1_0.2_5", 10.25),
        ("1e-1", 0.1),
        ("1E2", 100), ("١.٥", 1.5), ("\u{2005}１", 1), ("inf", .infinity), ("-Infinity", -.infinity),
        ("1e400", .infinity),
    ])
    func `reads what Python's float reads`(text: String, number: Double) {
        #expect(PromptWeight.parse(text) == number)
    }

    @Test(arguments: [
        "", " ", ".", "-", "e1", "1e", "1,5", "0x10", "1__0", "_1", "1_", "1_.5", "1.5x", "1 2", "½", "1\u{1C}", "1\0",
        "--1", "+-inf", "nan()",
    ])
    func `refuses what Python's float refuses`(text: String) {
        #expect(PromptWeight.parse(text) == nil)
    }

    @Test func `reads a weight that is no number`() {
        #expect(PromptWeight.parse("NaN")?.isNaN == true)
    }
}
