/// A prompt with choices, `{red|green|{dark|light} blue} hat`, and comments as in C.
///
/// Editors choose when a run is asked for, so the form that runs holds one choice. Which one depends on `seed` alone, so
/// that the same file gives the same picture.
struct DynamicPrompt {
    /// A brace that is open: its options so far, and the text before it. Kept on a list rather than on the call stack,
    /// because a file may open a million of them.
    private struct Level {
        var before: [Unicode.Scalar]
        var options: [[Unicode.Scalar]] = []
    }

    private var text: [Unicode.Scalar] = []
    private var open: [Level] = []
    private var state: UInt64

    static func resolved(_ prompt: String, seed: UInt64) -> String {
        // Most prompts have none of it.
        guard prompt.utf8.contains(where: { "{}/\\|".utf8.contains($0) }) else { return prompt }
        var reader = DynamicPrompt(state: seed)
        reader.read(withoutComments(Array(prompt.unicodeScalars)))
        var result = String.UnicodeScalarView()
        result.append(contentsOf: unescaped(reader.text))
        return String(result)
    }

    private init(state: UInt64) {
        self.state = state
    }

    private mutating func read(_ letters: [Unicode.Scalar]) {
        var position = 0
        while position < letters.count {
            let letter = letters[position]
            position += 1
            switch letter {
            case "\\":
                text.append(letter)
                if position < letters.count { text.append(letters[position]) }
                position += 1
            case "{":
                open.append(Level(before: text))
                text = []
            case "|" where !open.isEmpty:
                open[open.count - 1].options.append(text)
                text = []
            case "}" where !open.isEmpty:
                close()
            default:
                text.append(letter)
            }
        }
        while !open.isEmpty { close() }
    }

    private mutating func close() {
        var level = open.removeLast()
        level.options.append(text)
        let choice = Int(next() % UInt64(level.options.count))
        // The text before grows in place; a prompt of many braces takes linear time.
        text = []
        swap(&text, &level.before)
        text += level.options[choice]
    }

    /// - Source: Steele, Lea and Flood 2014, SplitMix64.
    private mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    private static func withoutComments(_ letters: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var kept: [Unicode.Scalar] = []
        var position = 0
        // Past this a block comment that opens never ends, so it is none.
        var lastEnd = letters.count - 1
        while lastEnd > 0, !(letters[lastEnd - 1] == "*" && letters[lastEnd] == "/") { lastEnd -= 1 }
        while position < letters.count {
            let pair = (letters[position], position + 1 < letters.count ? letters[position + 1] : " ")
            if pair == ("/", "*"), position + 3 <= lastEnd {
                position += 3
                while !(letters[position - 1] == "*" && letters[position] == "/") { position += 1 }
                position += 1
            } else if pair == ("/", "/") {
                while position < letters.count, !lineEnds.contains(letters[position]) { position += 1 }
            } else {
                kept.append(letters[position])
                position += 1
            }
        }
        return kept
    }

    private static let lineEnds: Set<Unicode.Scalar> = ["\n", "\r", "\u{2028}", "\u{2029}"]

    /// `\{`, `\}` and `\|` without the backslash.
    private static func unescaped(_ letters: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var kept: [Unicode.Scalar] = []
        for letter in letters {
            if kept.last == "\\", letter == "{" || letter == "}" || letter == "|" { kept.removeLast() }
            kept.append(letter)
        }
        return kept
    }
}
