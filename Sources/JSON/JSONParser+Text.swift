extension JSONParser {
    /// The byte at the cursor; 0, which no JSON text contains outside an error, at the end.
    var byte: UInt8 {
        position < text.count ? text[position] : 0
    }

    mutating func skipSpace() {
        while position < text.count {
            switch text[position] {
            case 0x20, 0x0a, 0x0d, 0x09: position += 1
            default: return
            }
        }
    }

    /// Passes over `word` if it is what comes next.
    mutating func skip(_ word: StaticString) -> Bool {
        let word = word.description.utf8
        guard text.count - position >= word.count else { return false }
        var end = position
        for letter in word {
            guard text[end] == letter else { return false }
            end += 1
        }
        position = end
        return true
    }

    mutating func passByteOrderMark() throws(JSONError) {
        guard text.count >= 3, text[0] == 0xef, text[1] == 0xbb, text[2] == 0xbf else { return }
        guard options.skipsByteOrderMark else { throw error(.byteOrderMark) }
        position = 3
    }

    /// Reads the rest of a string whose opening quote has been passed.
    mutating func readString() throws(JSONError) -> String {
        let start = position
        while position < text.count {
            let byte = text[position]
            if byte == UInt8(ascii: "\"") {
                let result = try string(from: start, to: position)
                position += 1
                return result
            }
            if byte == UInt8(ascii: "\\") { return try readEscapedString(from: start) }
            guard byte >= 0x20 else { throw error(.controlCharacter(byte)) }
            position += 1
        }
        throw error(.endsEarly(expected: .quote))
    }

    private mutating func readEscapedString(from start: Int) throws(JSONError) -> String {
        var result = try string(from: start, to: position)
        while true {
            guard position < text.count else { throw error(.endsEarly(expected: .quote)) }
            let byte = text[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return result
            }
            if byte == UInt8(ascii: "\\") {
                try readEscape(into: &result)
                continue
            }
            let run = position
            while position < text.count, text[position] != UInt8(ascii: "\""), text[position] != UInt8(ascii: "\\") {
                guard text[position] >= 0x20 else { throw error(.controlCharacter(text[position])) }
                position += 1
            }
            result += try string(from: run, to: position)
        }
    }

    private mutating func readEscape(into result: inout String) throws(JSONError) {
        let start = position
        position += 1
        guard position < text.count else { throw error(.endsEarly(expected: .quote)) }
        let letter = text[position]
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            result.unicodeScalars.append(Unicode.Scalar(letter))
        case UInt8(ascii: "b"): result.unicodeScalars.append("\u{8}")
        case UInt8(ascii: "f"): result.unicodeScalars.append("\u{c}")
        case UInt8(ascii: "n"): result.unicodeScalars.append("\n")
        case UInt8(ascii: "r"): result.unicodeScalars.append("\r")
        case UInt8(ascii: "t"): result.unicodeScalars.append("\t")
        case UInt8(ascii: "u"):
            position += 1
            result.unicodeScalars.append(try readUnicodeEscape(startingAt: start))
            return
        default: throw error(.unknownEscape(found), at: start)
        }
        position += 1
    }

    /// Reads the digits after `\u`, and the second half of a pair if the first was one.
    private mutating func readUnicodeEscape(startingAt start: Int) throws(JSONError) -> Unicode.Scalar {
        let unit = try readFourDigits(startingAt: start)
        if let scalar = Unicode.Scalar(unit) { return scalar }

        let afterFirst = position
        if unit < 0xdc00, skip("\\u") {
            let second = try readFourDigits(startingAt: afterFirst)
            if 0xdc00..<0xe000 ~= second,
                let scalar = Unicode.Scalar(0x10000 + (unit - 0xd800) << 10 + (second - 0xdc00))
            {
                return scalar
            }
        }
        guard options.replacesLoneSurrogates else { throw error(.loneSurrogate, at: start) }
        position = afterFirst
        return "\u{fffd}"
    }

    private mutating func readFourDigits(startingAt start: Int) throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard position < text.count, let digit = Character(Unicode.Scalar(text[position])).hexDigitValue else {
                throw error(.malformedUnicodeEscape, at: start)
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }

    private func string(from start: Int, to end: Int) throws(JSONError) -> String {
        do {
            return String(copying: try UTF8Span(validating: text.extracting(start..<end)))
        } catch let invalid {
            throw error(.notUTF8, at: start + invalid.byteOffsets.lowerBound)
        }
    }
}
