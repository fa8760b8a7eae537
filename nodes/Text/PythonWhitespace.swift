extension Unicode.Scalar {
    /// Whether Python's `str.split` and `str.strip` take it for space.
    var isPythonSpace: Bool {
        switch value {
        // Separators of files, groups, records and units.
        case 0x1C...0x1F: true
        default: properties.isWhitespace
        }
    }
}

/// Without the space around it, as Python's `str.strip` has it.
func pythonStripped(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.isPythonSpace }),
        let last = scalars.lastIndex(where: { !$0.isPythonSpace })
    else { return "" }
    return String(scalars[first...last])
}
