extension PatternParser {
    /// How often the part before is to come, if that is what stands here.
    mutating func quantifier(
        _ next: Unicode.Scalar, after last: PatternNode?
    ) throws(PatternError) -> (range: ClosedRange<Int>, eagerness: PatternNode.Eagerness)? {
        let start = place
        let range: ClosedRange<Int>
        switch next {
        case "*": range = 0...Int.max
        case "+": range = 1...Int.max
        case "?": range = 0...1
        case "{":
            guard let counts = try counts() else {
                place = start
                return nil
            }
            range = counts
        default: return nil
        }
        if next != "{" { place += 1 }
        switch last {
        case nil, .place?: throw .unreadable("nothing to repeat", at: start)
        case .loop?: throw .unreadable("multiple repeat", at: start)
        default: break
        }
        if take("?") { return (range, .lazy) }
        if take("+") { return (range, .possessive) }
        return (range, .greedy)
    }

    /// `{2}`, `{2,}`, `{,3}` or `{2,3}`; nil for a brace that is none of these.
    private mutating func counts() throws(PatternError) -> ClosedRange<Int>? {
        let start = place
        place += 1
        guard peek != "}" else { return nil }
        let (low, hasLow) = try count(at: start)
        var high = low
        if take(",") {
            let (number, hasHigh) = try count(at: start)
            high = hasHigh ? number : .max
        } else if !hasLow {
            return nil
        }
        guard take("}") else { return nil }
        guard low <= high else { throw .unreadable("min repeat greater than max repeat", at: start) }
        return low...high
    }

    private mutating func count(at start: Int) throws(PatternError) -> (Int, Bool) {
        var number = 0, isThere = false
        while let digit = peek, ("0"..."9").contains(digit) {
            let (product, overflow) = number.multipliedReportingOverflow(by: 10)
            guard !overflow, product < 1 << 32 else {
                throw .unreadable("the repetition number is too large", at: start)
            }
            number = product + Int(digit.value - 48)
            (isThere, place) = (true, place + 1)
        }
        return (number, isThere)
    }
}
