/// Letters of three by five dots, drawn for this purpose: what a label under a thumbnail needs, without a font.
enum SheetLetters {
    static let width = 3
    static let height = 5

    /// The rows of a character from top to bottom, the leftmost dot in the highest of three bits; capitals stand for small
    /// letters too, and a box for whatever is not here.
    static func rows(of character: Character) -> [UInt8] {
        let capital = character.uppercased().first ?? character
        return (drawings[capital] ?? "75557").utf8.map { $0 - UInt8(ascii: "0") }
    }

    /// One octal digit a row.
    private static let drawings: [Character: String] = [
        "0": "75557", "1": "26227", "2": "71747", "3": "71717", "4": "55711", "5": "74717", "6": "74757", "7": "71122",
        "8": "75757", "9": "75717", "A": "25755", "B": "65656", "C": "34443", "D": "65556", "E": "74647", "F": "74644",
        "G": "34553", "H": "55755", "I": "72227", "J": "11152", "K": "55655", "L": "44447", "M": "57755", "N": "65555",
        "O": "25552", "P": "65644", "Q": "25573", "R": "65655", "S": "34216", "T": "72222", "U": "55557", "V": "55552",
        "W": "55775", "X": "55255", "Y": "55222", "Z": "71247", " ": "00000", ".": "00002", ",": "00024", "-": "00700",
        "_": "00007", "=": "07070", ":": "02020", "/": "11244", "(": "12221", ")": "42224", "#": "57575", "+": "02720",
        "|": "22222", "%": "51245", "'": "22000", "?": "61202", "!": "22202", "*": "05250", "&": "25253",
    ]
}
