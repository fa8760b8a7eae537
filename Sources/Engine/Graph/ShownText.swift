/// Foreign text made fit for one line of a message: cut when long, and without characters that could forge a line, move the
/// cursor or reverse the reading order.
func shown(_ text: String, limit: Int = 80) -> String {
    var result = ""
    var count = 0
    for scalar in text.unicodeScalars {
        guard count < limit else { return result + "…" }
        count += 1
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
            result += "\\u{\(String(scalar.value, radix: 16))}"
        default:
            result.unicodeScalars.append(scalar)
        }
    }
    return result
}

extension NodeID {
    /// The id as messages show it.
    public var shown: String { Engine.shown(description, limit: 60) }
}
