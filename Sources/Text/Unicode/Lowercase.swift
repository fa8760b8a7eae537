/// A text in small letters, as Python's `str.lower` has it.
public func lowercased(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: lowercase(Array(text.unicodeScalars)))
    return String(view)
}

/// Lower case with the full mappings of Unicode, including the capital sigma that ends a word.
///
/// `String.lowercased()` does not look at a sigma's neighbours. Source: Unicode 14, section 3.13, table 3-17.
func lowercase(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(text.count)
    for (index, scalar) in text.enumerated() {
        if scalar == "\u{3A3}" {
            result.append(endsWord(text, at: index) ? "\u{3C2}" : "\u{3C3}")
        } else {
            result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
    }
    return result
}

/// Whether a cased letter stands before this place and none after it, marks and apostrophes apart.
private func endsWord(_ text: [Unicode.Scalar], at index: Int) -> Bool {
    let before = text[..<index].last { !$0.isCaseIgnorable }
    let after = text[(index + 1)...].first { !$0.isCaseIgnorable }
    return before?.isCased == true && after?.isCased != true
}

extension Unicode.Scalar {
    // Two scalars have changed sides since Unicode 14: a pharyngeal fricative was cased, an Ahom sign a mark to skip.
    fileprivate var isCased: Bool { properties.isCased || self == "\u{295}" }
    fileprivate var isCaseIgnorable: Bool { properties.isCaseIgnorable || self == "\u{1171E}" }
}
