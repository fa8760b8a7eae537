/// Unicode normalisation form C: every letter with its marks as one scalar where there is one.
///
/// Foundation's own form C misses some sequences of Hangul and Tibetan on Linux, and the standard library has none in public.
/// Source: Unicode Standard Annex 15; Hangul by the rule of section 3.12.
struct Composition {
    private var parts: [Unicode.Scalar: [Unicode.Scalar]] = [:]
    private var wholes: [UInt64: Unicode.Scalar] = [:]

    init() {
        for (whole, first, second) in Self.rows(CanonicalMappings.compositions) {
            parts[whole] = [first, second]
            wholes[Self.pair(first, second)] = whole
        }
        for (whole, first, second) in Self.rows(CanonicalMappings.decompositions) {
            parts[whole] = second == "\0" ? [first] : [first, second]
        }
    }

    func callAsFunction(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        // Below U+0300 there is no mark, and every scalar is its own form C.
        guard text.contains(where: { $0.value >= 0x300 }) else { return text }
        var scalars: [Unicode.Scalar] = []
        for scalar in text { decompose(scalar, into: &scalars) }
        Self.orderMarks(of: &scalars)
        return compose(scalars)
    }

    private func decompose(_ scalar: Unicode.Scalar, into result: inout [Unicode.Scalar]) {
        if let hangul = Hangul.parts(of: scalar) {
            result.append(contentsOf: hangul)
        } else if let parts = parts[scalar] {
            for part in parts { decompose(part, into: &result) }
        } else {
            result.append(scalar)
        }
    }

    /// Sorts each run of marks by combining class; marks of one class keep their order.
    private static func orderMarks(of scalars: inout [Unicode.Scalar]) {
        var start = 0
        while start < scalars.count {
            let end = scalars[start...].firstIndex { $0.combiningClass == 0 } ?? scalars.count
            if end - start > 1 {
                let order = scalars[start..<end].enumerated().sorted {
                    ($0.element.combiningClass, $0.offset) < ($1.element.combiningClass, $1.offset)
                }
                scalars.replaceSubrange(start..<end, with: order.map(\.element))
            }
            start = end + 1
        }
    }

    /// Joins each scalar to the last one of class 0 unless a mark of the same or a higher class stands between.
    private func compose(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        var starter: Int?
        for scalar in scalars {
            let between = starter.map { result.count - 1 > $0 } ?? false
            let blocked = between && (result.last?.combiningClass ?? 0) >= scalar.combiningClass
            if let place = starter, !blocked, let whole = whole(result[place], scalar) {
                result[place] = whole
                continue
            }
            if scalar.combiningClass == 0 { starter = result.count }
            result.append(scalar)
        }
        return result
    }

    private func whole(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
        Hangul.whole(first, second) ?? wholes[Self.pair(first, second)]
    }

    private static func pair(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> UInt64 {
        UInt64(first.value) << 32 | UInt64(second.value)
    }

    private static func rows(_ literal: String) -> [(Unicode.Scalar, Unicode.Scalar, Unicode.Scalar)] {
        var table = PackedTable(literal)
        var rows: [(Unicode.Scalar, Unicode.Scalar, Unicode.Scalar)] = []
        while let whole = table.next().flatMap(Unicode.Scalar.init),
            let first = table.next().flatMap(Unicode.Scalar.init),
            let second = table.next().flatMap(Unicode.Scalar.init)
        {
            rows.append((whole, first, second))
        }
        return rows
    }
}

extension Unicode.Scalar {
    /// 0 for letters; marks of different classes do not stand in each other's way.
    fileprivate var combiningClass: UInt8 { properties.canonicalCombiningClass.rawValue }
}
