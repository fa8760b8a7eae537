/// Reads a regular expression as Python's `re` does.
struct PatternParser {
    let scalars: [Unicode.Scalar]
    var place = 0
    var flags: PatternFlags

    /// How many groups have begun.
    var groups = 0
    var names: [String: Int] = [:]

    /// Where flags of the whole pattern may stand: at its beginning, behind others.
    var onlyFlagsUntil = 0

    /// Where groups are asked about that may begin later only.
    var conditions: [Int: Int] = [:]

    /// Groups that have not ended yet.
    private(set) var open: Set<Int> = []

    /// The widths of those that have.
    private(set) var widths: [Int: (Int, Int?)] = [:]

    /// The number of groups at the beginning of the outermost look behind that is being read.
    private var behindFrom: Int?

    init(_ text: String, _ flags: PatternFlags) {
        scalars = Array(text.unicodeScalars)
        self.flags = flags
    }

    /// - Throws: `PatternError`.
    mutating func parse() throws(PatternError) -> PatternNode {
        let node = try alternatives(depth: 0)
        guard place == scalars.count else { throw .unreadable("unbalanced parenthesis", at: place) }
        for (number, start) in conditions.sorted(by: { $0.key < $1.key }) where number > groups {
            throw .unreadable("invalid group reference \(number)", at: start)
        }
        return node
    }

    /// Deeper than anybody writes; each level takes the machine's stack.
    private static let deepest = 200

    mutating func alternatives(depth: Int) throws(PatternError) -> PatternNode {
        guard depth < Self.deepest else { throw .unreadable("too many groups in each other", at: place) }
        // Flags that a group sets inside of itself end with it.
        var branches = [try sequence(depth: depth)]
        while take("|") { branches.append(try sequence(depth: depth)) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence(depth: Int) throws(PatternError) -> PatternNode {
        var parts: [PatternNode] = []
        while let next = peek, next != "|", next != ")" {
            if flags.isVerbose, skipsBlank(next) { continue }
            if let counts = try quantifier(next, after: parts.last) {
                let last = parts.removeLast()
                parts.append(.loop(last, counts: counts.range, counts.eagerness))
            } else if let part = try item(depth: depth) {
                parts.append(part)
            }
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func skipsBlank(_ next: Unicode.Scalar) -> Bool {
        if next.isPythonSpace, next.value < 128 {
            place += 1
            return true
        }
        guard next == "#" else { return false }
        while let comment = peek, comment != "\n" { place += comment == "\\" ? 2 : 1 }
        return true
    }

    /// One part without what says how often; nil for a remark or for flags.
    private mutating func item(depth: Int) throws(PatternError) -> PatternNode? {
        let next = scalars[place]
        switch next {
        case "\\": return try escape()
        case "[": return try .scalar(set())
        case "(": return try group(depth: depth)
        case ".":
            place += 1
            return .scalar(
                flags.dotMatchesNewline
                    ? PatternSet(items: [], isNegative: true) : PatternSet(items: [.only("\n")], isNegative: true))
        case "^":
            place += 1
            return .place(flags.linesEndAnchors ? .lineStart : .start)
        case "$":
            place += 1
            return .place(flags.linesEndAnchors ? .lineEnd : .lastLineEnd)
        default:
            place += 1
            return literal(next)
        }
    }

    func literal(_ scalar: Unicode.Scalar) -> PatternNode {
        .scalar(PatternSet(items: [.only(scalar)], ignoresCase: flags.ignoresCase))
    }

    var peek: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        place += 1
        return true
    }

    mutating func begin(group number: Int) { open.insert(number) }

    mutating func end(group number: Int, _ node: PatternNode) {
        open.remove(number)
        widths[number] = node.width(widths)
    }

    /// Reads what `body` reads as what comes before a place.
    mutating func behind(_ body: (inout Self) throws(PatternError) -> PatternNode) throws(PatternError) -> PatternNode {
        let outer = behindFrom
        behindFrom = outer ?? groups
        let node = try body(&self)
        behindFrom = outer
        return node
    }

    /// What another place in the pattern says of a group.
    func checkReference(to number: Int, at start: Int) throws(PatternError) {
        guard number <= groups else { throw .unreadable("invalid group reference \(number)", at: start) }
        guard !open.contains(number) else { throw .unreadable("cannot refer to an open group", at: start) }
        if let first = behindFrom, number > first {
            throw .unreadable("cannot refer to group defined in the same lookbehind subpattern", at: start)
        }
    }
}

/// How a regular expression is read and compared.
struct PatternFlags: Hashable {
    var ignoresCase = false
    var linesEndAnchors = false
    var dotMatchesNewline = false
    var isVerbose = false
}
