/// How wide a text is in a sans-serif face, roughly: drawings are laid out without one at hand.
///
/// - Units: the result is in those of `size`.
func textWidth(_ text: some StringProtocol, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + width(of: $1) } * size
}

/// In parts of the size, generous for the faces that browsers fall back on.
private func width(of scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "I", "'", "|", ".", ",", ":", ";", "!": 0.3
    case "f", "t", "r", " ", "(", ")", "[", "]", "/", "\\", "-", "\"": 0.37
    case "m", "w", "M", "W", "@", "%": 0.9
    case "A"..."Z": 0.7
    case "a"..."z", "0"..."9": 0.57
    case "\u{0}"..."\u{2FF}", "\u{370}"..."\u{58F}": 0.62
    default: 1
    }
}

/// The beginning of `text` that fits, with an ellipsis where something is missing.
func fitted(_ text: String, width: Double, size: Double) -> String {
    if textWidth(text, size: size) <= width { return text }
    var kept = text.prefix(400)
    while let _ = kept.popLast() {
        if textWidth(kept, size: size) + size <= width { break }
    }
    return kept + "…"
}

/// `text` in lines that fit, broken at spaces; the last one ends in an ellipsis if there is more.
func wrapped(_ text: String, width: Double, size: Double, lines most: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    // Enough to fill the lines, however narrow its letters.
    let words = text.prefix(1000).split(whereSeparator: \.isWhitespace)
    for (index, word) in words.enumerated() {
        let longer = line.isEmpty ? String(word) : line + " " + word
        if textWidth(longer, size: size) <= width {
            line = longer
        } else if lines.count + 1 == most {
            return lines + [
                fitted(([line] + words[index...].map(String.init)).joined(separator: " "), width: width, size: size)
            ]
        } else {
            if !line.isEmpty { lines.append(line) }
            line = fitted(String(word), width: width, size: size)
        }
    }
    return line.isEmpty ? lines : lines + [line]
}
