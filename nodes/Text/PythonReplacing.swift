/// What Python's `str.replace` makes of a text: code points count, so that an accent after a found letter stays.
func pythonReplacing(_ found: String, in text: String, with new: String) -> String {
    let (text, found, new) = (Array(text.unicodeScalars), Array(found.unicodeScalars), new.unicodeScalars)
    var result = String.UnicodeScalarView()
    guard let first = found.first else {
        // Nothing is found between all characters and at both ends.
        result.append(contentsOf: new)
        for scalar in text {
            result.append(scalar)
            result.append(contentsOf: new)
        }
        return String(result)
    }
    var place = 0
    while place < text.count {
        if text[place] == first, text[place...].starts(with: found) {
            result.append(contentsOf: new)
            place += found.count
        } else {
            result.append(text[place])
            place += 1
        }
    }
    return String(result)
}
