/// Reads the number of `(text:1.3)` as Python's `float` does, since that decides what is a weight and what is text.
///
/// So `1_0`, ` 1.5 `, `.5`, `1e-1`, `-0.5`, `inf` and `١.٥` are numbers; `0x10` and `1,5` are none.
enum PromptWeight {
    static func parse(_ text: String) -> Double? {
        var characters: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard let character = plain(scalar) else { return nil }
            characters.append(character)
        }
        let space = UInt8(ascii: " ")
        guard let first = characters.firstIndex(where: { $0 != space }),
            let last = characters.lastIndex(where: { $0 != space })
        else { return nil }
        let number = String(decoding: characters[first...last], as: UTF8.self)
        return decimal(number) ?? named(number.lowercased())
    }

    /// The scalar in ASCII: any white space as a space, a digit of any script as that digit.
    private static func plain(_ scalar: Unicode.Scalar) -> UInt8? {
        if scalar.properties.isWhitespace { return UInt8(ascii: " ") }
        if scalar.isASCII { return UInt8(scalar.value) }
        guard scalar.isKnown, scalar.properties.generalCategory == .decimalNumber,
            let digit = scalar.properties.numericValue
        else { return nil }
        return UInt8(ascii: "0") + UInt8(digit)
    }

    private static func decimal(_ number: String) -> Double? {
        var rest = number.utf8[...]
        skipSign(&rest)
        var digits = skipDigits(&rest)
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            digits = skipDigits(&rest) || digits
        }
        guard digits else { return nil }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            skipSign(&rest)
            guard skipDigits(&rest) else { return nil }
        }
        return rest.isEmpty ? Double(number.filter { $0 != "_" }) : nil
    }

    private static func skipSign(_ text: inout Substring.UTF8View) {
        if text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+") { text.removeFirst() }
    }

    /// Skips digits, which single underscores may divide; tells whether there was one.
    private static func skipDigits(_ text: inout Substring.UTF8View) -> Bool {
        let digit = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let first = text.first, digit.contains(first) else { return false }
        while let next = text.first {
            if digit.contains(next) {
                text.removeFirst()
            } else if next == UInt8(ascii: "_"), let after = text.dropFirst().first, digit.contains(after) {
                text.removeFirst()
            } else {
                break
            }
        }
        return true
    }

    private static func named(_ number: String) -> Double? {
        let isNegative = number.hasPrefix("-")
        let name = isNegative || number.hasPrefix("+") ? number.dropFirst() : number[...]
        switch name {
        case "inf", "infinity": return isNegative ? -.infinity : .infinity
        case "nan": return .nan
        default: return nil
        }
    }
}
