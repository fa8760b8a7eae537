/// A set of Unicode scalars: ranges in order that neither overlap nor touch.
struct ScalarSet: Hashable, Sendable {
    private(set) var ranges: [ClosedRange<UInt32>]

    static let all = ScalarSet([0...0xD7FF, 0xE000...0x10FFFF])

    /// - Parameter ranges: in any order; surrogates in them do not count.
    init(_ ranges: [ClosedRange<UInt32>]) {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.flatMap(Self.withoutSurrogates).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        self.ranges = merged
    }

    init(_ scalar: Unicode.Scalar) {
        self.init([scalar.value...scalar.value])
    }

    init(_ scalars: String) {
        self.init(scalars.unicodeScalars.map { $0.value...$0.value })
    }

    private static func withoutSurrogates(_ range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
        var parts: [ClosedRange<UInt32>] = []
        if range.lowerBound < 0xD800 { parts.append(range.lowerBound...min(range.upperBound, 0xD7FF)) }
        if range.upperBound > 0xDFFF {
            parts.append(max(range.lowerBound, 0xE000)...min(range.upperBound, 0x10FFFF))
        }
        return parts.filter { $0.lowerBound <= 0x10FFFF }
    }

    var isEmpty: Bool { ranges.isEmpty }

    func contains(_ scalar: UInt32) -> Bool { ranges.contains { $0.contains(scalar) } }

    func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

    func subtracting(_ other: ScalarSet) -> ScalarSet { other.inverted.intersection(self) }

    func intersection(_ other: ScalarSet) -> ScalarSet {
        ScalarSet(
            ranges.flatMap { range in
                other.ranges.compactMap { $0.overlaps(range) ? $0.clamped(to: range) : nil }
            })
    }

    var inverted: ScalarSet {
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= 0x10FFFF { gaps.append(next...0x10FFFF) }
        return ScalarSet(gaps)
    }
}

extension ScalarSet {
    /// The set in UTF-8: sequences of byte sets, of which each stands for all texts that take one byte of each.
    var utf8: [[ByteSet]] {
        var single = ByteSet()
        var longer: [[ByteSet]] = []
        for range in ranges {
            for (first, last) in [(0, 0x7F), (0x80, 0x7FF), (0x800, 0xFFFF), (0x10000, 0x10FFFF)] as [(UInt32, UInt32)]
            where range.lowerBound <= last && range.upperBound >= first {
                let part = max(range.lowerBound, first)...min(range.upperBound, last)
                if last == 0x7F {
                    single.insert(UInt8(part.lowerBound)...UInt8(part.upperBound))
                } else {
                    longer += Self.sequences(Self.encoded(part.lowerBound), Self.encoded(part.upperBound))
                }
            }
        }
        return (single.isEmpty ? [] : [[single]]) + longer
    }

    /// All sequences of bytes from `low` to `high`, which are of the same length.
    private static func sequences(_ low: ArraySlice<UInt8>, _ high: ArraySlice<UInt8>) -> [[ByteSet]] {
        guard let a = low.first, let b = high.first else { return [[]] }
        let (lowRest, highRest) = (low.dropFirst(), high.dropFirst())
        if a == b { return sequences(lowRest, highRest).map { [ByteSet(a)] + $0 } }
        let lowest = ArraySlice(repeatElement(0x80 as UInt8, count: lowRest.count))
        let highest = ArraySlice(repeatElement(0xBF as UInt8, count: lowRest.count))
        var result: [[ByteSet]] = []
        var (from, to) = (a, b)
        if !lowRest.elementsEqual(lowest) {
            result += sequences(lowRest, highest).map { [ByteSet(a)] + $0 }
            from += 1
        }
        var end: [[ByteSet]] = []
        if !highRest.elementsEqual(highest) {
            end = sequences(lowest, highRest).map { [ByteSet(b)] + $0 }
            to -= 1
        }
        if from <= to { result.append([ByteSet(from...to)] + lowRest.map { _ in ByteSet(0x80...0xBF) }) }
        return result + end
    }

    private static func encoded(_ value: UInt32) -> ArraySlice<UInt8> {
        ArraySlice(Unicode.Scalar(value).map { Array(String($0).utf8) } ?? [])
    }
}
