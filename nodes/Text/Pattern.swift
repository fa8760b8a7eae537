/// A regular expression as Python's `re` reads it.
struct Pattern {
    private let program: PatternProgram
    private let groups: Int
    private let names: [String: Int]

    /// - Throws: `PatternError` for one that cannot be read.
    init(_ text: String, ignoresCase: Bool, linesEndAnchors: Bool, dotMatchesNewline: Bool) throws(PatternError) {
        var parser = PatternParser(
            text,
            PatternFlags(
                ignoresCase: ignoresCase, linesEndAnchors: linesEndAnchors, dotMatchesNewline: dotMatchesNewline))
        program = PatternProgram(try parser.parse())
        (groups, names) = (parser.groups, parser.names)
    }

    /// The groups of each match from left to right, the whole match first; nil for a group that is not in it.
    ///
    /// - Throws: `CancellationError`; some patterns take time that grows without bound.
    func matches(in text: String, limit: Int = .max) throws -> [[String?]] {
        let scalars = Array(text.unicodeScalars)
        return try spans(in: scalars, limit: limit).map { spans in spans.map { $0.map { scalars[$0].text } } }
    }

    /// The text with up to `limit` matches replaced; `\1` and `\g<1>` stand for groups.
    ///
    /// - Throws: `PatternError` for a template that cannot be read; `CancellationError`.
    func replacing(in text: String, with template: String, limit: Int) throws -> String {
        let parts = try PatternTemplate(template, groups: groups, names: names).parts
        let scalars = Array(text.unicodeScalars)
        var result: [Unicode.Scalar] = []
        var end = 0
        for spans in try spans(in: scalars, limit: limit) {
            guard let whole = spans[0] else { continue }
            result += scalars[end..<whole.lowerBound]
            for part in parts {
                switch part {
                case .text(let text): result += text
                case .group(let number): if let span = spans[number] { result += scalars[span] }
                }
            }
            end = whole.upperBound
        }
        return (result + scalars[end...])[...].text
    }

    private func spans(in scalars: [Unicode.Scalar], limit: Int) throws -> [[Range<Int>?]] {
        var matcher = PatternMatcher(program, groups: groups, text: scalars)
        var found: [[Range<Int>?]] = []
        var (start, isNew) = (0, false)
        while found.count < limit, start <= scalars.count,
            let whole = try matcher.search(from: start, isNew: isNew)
        {
            found.append(
                [whole]
                    + (0..<groups).map { group in
                        let (from, to) = (matcher.marks[2 * group + 2], matcher.marks[2 * group + 3])
                        return from >= 0 && to >= from ? from..<to : nil
                    })
            (start, isNew) = (whole.upperBound, whole.isEmpty)
        }
        return found
    }
}

extension ArraySlice<Unicode.Scalar> {
    fileprivate var text: String { String(String.UnicodeScalarView(self)) }
}

/// Why a regular expression, or what is to take a match's place, cannot be used; in Python's words.
enum PatternError: Error, Hashable, CustomStringConvertible {
    case unreadable(String, at: Int?)
    case template(String, at: Int)

    /// The same, said of what is put in place of a match.
    var inTemplate: PatternError {
        if case .unreadable(let reason, let place) = self { .template(reason, at: place ?? 0) } else { self }
    }

    var description: String {
        switch self {
        case .unreadable(let reason, let place):
            "the pattern: \(reason)\(place.map { " at position \($0)" } ?? ""). Write a regular expression of Python's."
        case .template(let reason, let place):
            "the replacement: \(reason) at position \(place). Write \\\\ for a backslash, and \\1 for a group that there is."
        }
    }
}
