/// What is wrong with a JSON text, and where.
public struct JSONError: Error, Hashable, Sendable {
    /// Counted from 1.
    public let line: Int
    /// Characters (Unicode scalars), counted from 1.
    public let column: Int
    public let problem: Problem

    public enum Problem: Hashable, Sendable {
        case empty
        case endsEarly(expected: Expected)
        case unexpected(found: String, expected: Expected)
        case trailingComma
        case textAfterEnd(found: String)
        case duplicateKey(String)
        case nonFinite(String)
        case malformedNumber
        case numberTooLong(limit: Int)
        case numberOutOfRange
        case controlCharacter(UInt8)
        case unknownEscape(String)
        case malformedUnicodeEscape
        case loneSurrogate
        case notUTF8
        case byteOrderMark
        case tooDeep(limit: Int)
        case tooLarge(bytes: Int, limit: Int)
    }

    public enum Expected: String, Hashable, Sendable {
        case value = "a value"
        case key = "a key in double quotes"
        case colon = "':'"
        case commaOrBrace = "',' or '}'"
        case commaOrBracket = "',' or ']'"
        case quote = "the closing '\"'"
    }
}

extension JSONError: CustomStringConvertible {
    /// Where: what happened. What to do.
    public var description: String { "line \(line), column \(column): \(fact). \(remedy)" }

    /// The sentence without its place.
    public var fact: String {
        switch problem {
        case .empty: "there is no JSON here"
        case .endsEarly(let expected): "the text ends where \(expected.rawValue) was expected"
        case .unexpected(let found, let expected): "\(found) where \(expected.rawValue) was expected"
        case .trailingComma: "a comma with nothing after it"
        case .textAfterEnd(let found): "\(found) after the end of the value"
        case .duplicateKey(let key): "the key '\(key)' occurs twice in this object"
        case .nonFinite(let name): "\(name) is no JSON number"
        case .malformedNumber: "a malformed number"
        case .numberTooLong(let limit): "a number of more than \(limit) characters"
        case .numberOutOfRange: "a number beyond the range of 64-bit floating point"
        case .controlCharacter(let byte): "a raw control character \(escaped(byte)) in a string"
        case .unknownEscape(let found): "an unknown escape: \\ and \(found)"
        case .malformedUnicodeEscape: "'\\u' without four hexadecimal digits"
        case .loneSurrogate: "half of a surrogate pair"
        case .notUTF8: "bytes that are not UTF-8"
        case .byteOrderMark: "a byte order mark"
        case .tooDeep(let limit): "arrays and objects nested more than \(limit) deep"
        case .tooLarge(let bytes, let limit): "\(bytes) bytes of JSON, which is over the limit of \(limit)"
        }
    }

    public var remedy: String {
        switch problem {
        case .empty: "Give a file that holds one JSON value."
        case .endsEarly: "Complete the file; it may have been cut short."
        case .unexpected(_, .key): "Write keys in double quotes."
        case .unexpected: "Correct the text there."
        case .trailingComma: "Remove the comma."
        case .textAfterEnd: "Keep one value in the file."
        case .duplicateKey: "Rename or remove one of them."
        case .nonFinite: "Write a finite number."
        case .malformedNumber: "Write digits, perhaps a sign, a fraction and an exponent, as in -1.5e3."
        case .numberTooLong, .numberOutOfRange: "Write a smaller number."
        case .controlCharacter(let byte): "Write it as \(escaped(byte))."
        case .unknownEscape: "Use one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u."
        case .malformedUnicodeEscape: "Write four digits, as in \\u00e9."
        case .loneSurrogate: "Write both halves, as in \\ud83d\\ude00."
        case .notUTF8: "Save the file as UTF-8."
        case .byteOrderMark: "Save the file as UTF-8 without a byte order mark."
        case .tooDeep: "Flatten the value."
        case .tooLarge: "Split the file."
        }
    }

    private func escaped(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
