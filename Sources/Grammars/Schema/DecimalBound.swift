import JSON

/// A number in decimal digits.
struct DecimalBound: Hashable {
    var isNegative = false
    /// Without zeros in front.
    var whole: [UInt8] = []
    /// Without zeros at the end.
    var fraction: [UInt8] = []

    static let zero = DecimalBound()

    /// So many nines: as large as numbers get where nothing bounds them, and still exact in a `Double`.
    static let large = DecimalBound(whole: [UInt8](repeating: 9, count: 15))

    init(isNegative: Bool = false, whole: [UInt8] = [], fraction: [UInt8] = []) {
        self.whole = Array(whole.drop { $0 == 0 })
        self.fraction = Array(fraction.reversed().drop { $0 == 0 }.reversed())
        self.isNegative = isNegative && !(self.whole.isEmpty && self.fraction.isEmpty)
    }

    /// - Returns: nil for a number of more than 40 digits on either side.
    init?(_ number: JSONNumber) {
        var text = Array(number.description.utf8)[...]
        let isNegative = text.first == UInt8(ascii: "-")
        if isNegative { text = text.dropFirst() }
        let mantissa = text.prefix { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }
        let exponent = Int(String(decoding: text.dropFirst(mantissa.count + 1), as: UTF8.self)) ?? 0
        let parts = mantissa.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let digits = parts.joined().map { $0 &- UInt8(ascii: "0") }
        let point = (parts.first?.count ?? 0) + exponent
        guard digits.allSatisfy({ $0 <= 9 }), -40...40 ~= point, digits.count - point <= 40 else { return nil }
        if point <= 0 {
            self.init(
                isNegative: isNegative, fraction: [UInt8](repeating: 0, count: -point) + digits)
        } else {
            let padded = digits + [UInt8](repeating: 0, count: max(0, point - digits.count))
            self.init(isNegative: isNegative, whole: Array(padded[..<point]), fraction: Array(padded[point...]))
        }
    }

    var magnitude: DecimalBound { DecimalBound(whole: whole, fraction: fraction) }

    /// Of magnitudes.
    func isLess(than other: DecimalBound) -> Bool {
        if whole.count != other.whole.count { return whole.count < other.whole.count }
        if whole != other.whole { return whole.lexicographicallyPrecedes(other.whole) }
        return fraction.lexicographicallyPrecedes(other.fraction)
    }
}

/// From where to where numbers may lie.
struct DecimalRange: Hashable {
    var low: DecimalBound
    var high: DecimalBound
    var takesLow = true
    var takesHigh = true

    var isEmpty: Bool { high.isLess(than: low) || low == high && !(takesLow && takesHigh) }
}
