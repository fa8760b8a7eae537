/// What a part of a regular expression asks for.
indirect enum PatternNode: Hashable {
    case scalar(PatternSet)
    case place(Place)
    case sequence([PatternNode])
    case choice([PatternNode])
    case group(PatternNode, number: Int)
    case loop(PatternNode, counts: ClosedRange<Int>, Eagerness)
    case look(PatternNode, isNegative: Bool, behind: Int?)
    case atomic(PatternNode)
    case back(Int, ignoresCase: Bool)
    case whether(group: Int, PatternNode, otherwise: PatternNode)

    /// Where a text is, rather than what is there.
    enum Place: Hashable {
        case start, end, lineStart, lineEnd, lastLineEnd, wordEdge, noWordEdge
    }

    enum Eagerness: Hashable {
        case greedy, lazy, possessive
    }

    /// The fewest and the most scalars that match; nil where there is no most.
    ///
    /// - Parameter groups: the widths of groups that come before.
    func width(_ groups: [Int: (Int, Int?)]) -> (Int, Int?) {
        switch self {
        case .scalar: return (1, 1)
        case .place, .look: return (0, 0)
        case .sequence(let parts):
            return parts.reduce((0, 0)) { sum, part in
                let width = part.width(groups)
                return (sum.0 + width.0, sum.1.flatMap { most in width.1.map { most + $0 } })
            }
        case .choice(let parts): return Self.either(parts.map { $0.width(groups) })
        case .group(let inner, _), .atomic(let inner): return inner.width(groups)
        case .loop(let inner, let counts, _):
            let width = inner.width(groups)
            let most =
                counts.upperBound == .max
                ? (width.1 == 0 ? 0 : nil) : width.1.map { $0.saturating(times: counts.upperBound) }
            return (width.0.saturating(times: counts.lowerBound), most)
        case .back(let number, _): return groups[number] ?? (0, nil)
        case .whether(_, let yes, let no): return Self.either([yes.width(groups), no.width(groups)])
        }
    }

    private static func either(_ widths: [(Int, Int?)]) -> (Int, Int?) {
        let most = widths.contains { $0.1 == nil } ? nil : widths.compactMap(\.1).max()
        return (widths.map(\.0).min() ?? 0, most)
    }
}

extension Int {
    fileprivate func saturating(times factor: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        return overflow ? .max / 4 : Swift.min(product, .max / 4)
    }
}
