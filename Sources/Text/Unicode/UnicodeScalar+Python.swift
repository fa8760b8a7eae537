extension Unicode.Scalar {
    /// Whether Unicode 14 has this scalar.
    ///
    /// The reference tokenizer drops what its Python does not know, so the answer must not change with the machine:
    /// Python 3.11 has Unicode 14.
    var isKnown: Bool {
        guard let age = properties.age else { return false }
        return age <= (14, 0)
    }

    /// Whether Python's `str.split` and the `\s` of its patterns take it for space: white space and the four separators
    /// U+001C…U+001F.
    var isPythonSpace: Bool { properties.isWhitespace || (0x1C...0x1F).contains(value) }

    var isLetter: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }

    var isNumber: Bool {
        switch properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: true
        default: false
        }
    }

    /// Controls, format characters such as the zero-width joiner, private and unassigned ones.
    var isControl: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned: true
        default: !isKnown
        }
    }
}
