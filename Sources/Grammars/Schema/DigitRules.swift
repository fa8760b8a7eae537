/// Rules for the numbers of a range that have so many digits before the point: digit by digit, and whether what has been
/// written is still the beginning of a bound.
struct DigitRules {
    private let range: DecimalRange
    private let low: [UInt8]
    private let high: [UInt8]
    private let length: Int
    private let end: Int
    /// Before the first digit; an upper bound of more digits bounds nothing here.
    let start: Touch
    private let name: String
    private var known: [Key: Int] = [:]

    struct Touch: Hashable {
        /// The digits so far are those that the lower bound begins with.
        var low: Bool
        var high: Bool

    }

    private struct Key: Hashable {
        let place: Int
        let touch: Touch
    }

    /// - Parameters:
    ///   - length: digits before the point.
    ///   - places: digits behind it at most, beyond those that a bound has; 0 for whole numbers.
    init(_ range: DecimalRange, length: Int, places: Int, name: String) {
        self.range = range
        self.length = length
        self.name = name
        let digits = places == 0 ? 0 : max(range.low.fraction.count, range.high.fraction.count) + places
        // Beyond 15 digits two numbers may be one `Double`, and a bound that is not taken would be.
        let places = max(digits == 0 ? 0 : digits - places + 1, min(digits, 15 - length))
        end = length + max(0, places)
        func row(_ bound: DecimalBound) -> [UInt8] {
            let zeros = [UInt8](repeating: 0, count: max(0, length - bound.whole.count))
            return zeros + bound.whole + bound.fraction
        }
        low = row(range.low)
        high = row(range.high)
        start = Touch(low: true, high: range.high.whole.count <= length)
    }

    /// What may come where `place` digits have been written.
    mutating func rule(at place: Int, _ touch: Touch, _ compiler: inout SchemaCompiler) throws(SchemaError) -> Int {
        let key = Key(place: place, touch: touch)
        if let rule = known[key] { return rule }
        var alternatives: [[Grammar.Symbol]] = []
        if place >= length, mayEnd(place, touch) { alternatives.append([]) }
        if place < end {
            for digit in 0...9 as ClosedRange<UInt8> {
                // One zero may stand before the point, none before other digits.
                if place == 0, digit == 0, length > 1 { continue }
                let (least, most) = (Self.digit(low, place), Self.digit(high, place))
                if touch.low && digit < least || touch.high && digit > most { continue }
                let next = Touch(low: touch.low && digit == least, high: touch.high && digit == most)
                let point = place == length ? GrammarBuilder.literal(".") : []
                alternatives.append(
                    point + GrammarBuilder.literal("\(digit)") + [.rule(try rule(at: place + 1, next, &compiler))])
            }
        }
        let rule = try compiler.newRule(name, alternatives)
        known[key] = rule
        return rule
    }

    private static func digit(_ row: [UInt8], _ place: Int) -> UInt8 { place < row.count ? row[place] : 0 }

    /// Whether the number that has been written lies in the range.
    private func mayEnd(_ place: Int, _ touch: Touch) -> Bool {
        let isLow = touch.low && low.dropFirst(place).allSatisfy { $0 == 0 }
        if touch.low, !isLow || !range.takesLow { return false }
        let isHigh = touch.high && high.dropFirst(place).allSatisfy { $0 == 0 }
        return !isHigh || range.takesHigh
    }
}
