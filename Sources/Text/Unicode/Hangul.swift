/// The rule by which Korean syllables are composed of an initial, a vowel and maybe a final.
///
/// Source: Unicode 14, section 3.12.
enum Hangul {
    private static let syllables: UInt32 = 0xAC00
    private static let initials: UInt32 = 0x1100, initialCount: UInt32 = 19
    private static let vowels: UInt32 = 0x1161, vowelCount: UInt32 = 21
    /// One below the first final: the place of "no final".
    private static let finals: UInt32 = 0x11A7, finalCount: UInt32 = 28

    static func parts(of scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
        guard let index = offset(of: scalar, from: syllables, below: initialCount * vowelCount * finalCount) else {
            return nil
        }
        let values = [
            initials + index / (vowelCount * finalCount),
            vowels + index / finalCount % vowelCount,
            finals + index % finalCount,
        ]
        return values.filter { $0 != finals }.compactMap(Unicode.Scalar.init)
    }

    static func whole(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
        if let initial = offset(of: first, from: initials, below: initialCount),
            let vowel = offset(of: second, from: vowels, below: vowelCount)
        {
            return Unicode.Scalar(syllables + (initial * vowelCount + vowel) * finalCount)
        }
        if let syllable = offset(of: first, from: syllables, below: initialCount * vowelCount * finalCount),
            syllable.isMultiple(of: finalCount),
            let final = offset(of: second, from: finals, below: finalCount), final > 0
        {
            return Unicode.Scalar(first.value + final)
        }
        return nil
    }

    private static func offset(of scalar: Unicode.Scalar, from start: UInt32, below count: UInt32) -> UInt32? {
        guard scalar.value >= start, scalar.value - start < count else { return nil }
        return scalar.value - start
    }
}
