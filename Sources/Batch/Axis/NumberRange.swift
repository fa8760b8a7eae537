/// `1..100`, `10..1` or `0..1:0.25`: numbers from the first to the last, both included if the step hits them.
///
/// Counted in units of the last decimal place that anybody wrote, so that tenths are tenths.
struct NumberRange {
    private let first: Int
    private let last: Int
    private let step: Int
    /// Decimal places of a unit.
    private let places: Int

    /// Nil if the text is no range, and so a value like any other.
    ///
    /// - Throws: `AxisError` for a range that leads nowhere.
    init?(_ text: String, of target: String) throws(AxisError) {
        let ends = text.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        let rest = ends[1].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let from = Decimals(ends[0]), let to = Decimals(rest[0]) else { return nil }
        var step = Decimals(digits: 1, places: 0)
        if rest.count == 2 {
            guard let given = Decimals(rest[1]) else { return nil }
            guard given.digits > 0 else { throw .badStep(target: target, range: text) }
            step = given
        }
        let places = max(from.places, to.places, step.places)
        guard let first = from.digits(places), let last = to.digits(places), let stride = step.digits(places) else {
            throw .tooLarge(target: target, range: text)
        }
        self.first = first
        self.last = last
        self.places = places
        self.step = stride
    }

    func values(of target: String) throws(AxisError) -> [String] {
        let (span, overflows) = last.subtractingReportingOverflow(first)
        guard !overflows, span != .min, abs(span) / step < JobList.mostJobs else {
            throw .tooLarge(target: target, range: "\(text(first))..\(text(last))")
        }
        return (0...abs(span) / step).map { text(first + (span < 0 ? -1 : 1) * $0 * step) }
    }

    private func text(_ units: Int) -> String {
        guard places > 0 else { return "\(units)" }
        let digits = String(units.magnitude)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return (units < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
    }
}

/// A decimal number as it was written: `-0.25` is -25 with two places.
private struct Decimals {
    let digits: Int
    let places: Int

    init(digits: Int, places: Int) {
        self.digits = digits
        self.places = places
    }

    init?(_ text: Substring) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, !text.isEmpty else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        let whole = parts[0].hasPrefix("-") ? parts[0].dropFirst() : parts[0]
        guard !whole.isEmpty, parts.count == 1 || !fraction.isEmpty,
            (whole + fraction).utf8.allSatisfy({ 0x30...0x39 ~= $0 }), fraction.count <= 12,
            let digits = Int(parts[0] + fraction)
        else { return nil }
        self.init(digits: digits, places: fraction.count)
    }

    /// The number in units of so many decimal places; nil if it does not fit.
    func digits(_ wanted: Int) -> Int? {
        var result = digits
        for _ in places..<wanted {
            let (product, overflows) = result.multipliedReportingOverflow(by: 10)
            guard !overflows else { return nil }
            result = product
        }
        return result
    }
}
