/// Which scalars a place in a regular expression takes.
struct PatternSet: Hashable {
    enum Item: Hashable {
        case range(ClosedRange<UInt32>)
        case digit, space, word
        case noDigit, noSpace, noWord
    }

    var items: [Item]
    var isNegative = false
    var ignoresCase = false

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        holds(scalar) != isNegative
    }

    private func holds(_ scalar: Unicode.Scalar) -> Bool {
        if items.contains(where: { $0.holds(scalar) }) { return true }
        return ignoresCase && scalar.caseVariants.contains { variant in items.contains { $0.holds(variant) } }
    }
}

extension PatternSet {
    /// The same scalars, with the variants of each written out where they are few.
    var spelledOut: PatternSet {
        guard ignoresCase else { return self }
        var result = PatternSet(items: items, isNegative: isNegative)
        for case .range(let range) in items {
            guard range.count <= 64 else { return self }
            for scalar in range.compactMap(Unicode.Scalar.init) { result.items += scalar.caseVariants.map(Item.only) }
        }
        return result
    }
}

extension PatternSet.Item {
    static func only(_ scalar: Unicode.Scalar) -> Self { .range(scalar.value...scalar.value) }

    fileprivate func holds(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .range(let range): range.contains(scalar.value)
        case .digit: scalar.isDecimalDigit
        case .noDigit: !scalar.isDecimalDigit
        case .space: scalar.isPythonSpace
        case .noSpace: !scalar.isPythonSpace
        case .word: scalar.isWordPart
        case .noWord: !scalar.isWordPart
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isDecimalDigit: Bool { properties.numericType == .decimal }

    /// A letter, a number or an underscore.
    var isWordPart: Bool {
        if value < 128 {
            return self == "_" || ("a"..."z").contains(self) || ("A"..."Z").contains(self) || ("0"..."9").contains(self)
        }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
        default: return properties.numericType != nil
        }
    }

    /// The small letter, where it is one scalar.
    var small: Unicode.Scalar { self == "\u{130}" ? "i" : Self.single(properties.lowercaseMapping) ?? self }

    /// All that differ from it in case only, itself among them.
    var caseVariants: [Unicode.Scalar] {
        let small = small
        var variants = [self, small, Self.single(small.properties.uppercaseMapping) ?? self]
        for family in Self.families where family.contains(small) { variants += family }
        return variants + variants.compactMap { Self.single($0.properties.uppercaseMapping) }
    }

    private static func single(_ text: String) -> Unicode.Scalar? {
        let scalars = text.unicodeScalars
        return scalars.count == 1 ? scalars.first : nil
    }

    /// Small letters that have a capital in common. Source: Python's `re._casefix`.
    private static let families: [[Unicode.Scalar]] = [
        ["i", "\u{130}", "\u{131}"], ["s", "\u{17F}"], ["\u{B5}", "\u{3BC}"], ["\u{345}", "\u{3B9}", "\u{1FBE}"],
        ["\u{390}", "\u{1FD3}"], ["\u{3B0}", "\u{1FE3}"], ["\u{3B2}", "\u{3D0}"], ["\u{3B5}", "\u{3F5}"],
        ["\u{3B8}", "\u{3D1}"], ["\u{3BA}", "\u{3F0}"], ["\u{3C0}", "\u{3D6}"], ["\u{3C1}", "\u{3F1}"],
        ["\u{3C2}", "\u{3C3}"], ["\u{3C6}", "\u{3D5}"], ["\u{1E61}", "\u{1E9B}"], ["\u{FB05}", "\u{FB06}"],
    ]
}
