import JSON

/// A path into JSON as RFC 9535 writes it, without filters: `$.store.book[*]['title']`.
struct JSONPathQuery {
    private var segments: [Segment] = []

    private struct Segment {
        var selectors: [Selector]
        /// `..`: at any depth.
        var descends: Bool
    }

    private enum Selector {
        case name(String)
        case index(Int)
        case all
        case slice(start: Int?, end: Int?, step: Int)
    }

    /// - Throws: `JSONPathError`.
    init(_ text: String) throws(JSONPathError) {
        var rest = text[...]
        guard rest.popFirst() == "$" else { throw .syntax(text, at: 0) }
        func fault() -> JSONPathError { .syntax(text, at: text.distance(from: text.startIndex, to: rest.startIndex)) }
        while let character = rest.first {
            var segment = Segment(selectors: [], descends: rest.hasPrefix(".."))
            if character == "." { rest = rest.dropFirst(segment.descends ? 2 : 1) }
            if rest.first == "[", character == "[" || segment.descends {
                rest = rest.dropFirst()
                repeat {
                    guard let selector = Self.selector(&rest) else { throw fault() }
                    segment.selectors.append(selector)
                    rest = rest.drop(while: \.isWhitespace)
                    guard let mark = rest.popFirst(), mark == "," || mark == "]" else { throw fault() }
                    if mark == "]" { break }
                } while true
            } else if character == ".", rest.first == "*" {
                rest = rest.dropFirst()
                segment.selectors = [.all]
            } else if character == "." {
                let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
                guard !name.isEmpty else { throw fault() }
                rest = rest.dropFirst(name.count)
                segment.selectors = [.name(String(name))]
            } else {
                throw fault()
            }
            segments.append(segment)
        }
    }

    /// One of the selectors in brackets.
    private static func selector(_ rest: inout Substring) -> Selector? {
        rest = rest.drop(while: \.isWhitespace)
        if rest.first == "*" {
            rest = rest.dropFirst()
            return .all
        }
        if let quote = rest.first, quote == "'" || quote == "\"" {
            rest = rest.dropFirst()
            var name = ""
            while let character = rest.popFirst() {
                if character == quote { return .name(name) }
                guard character == "\\" else {
                    name.append(character)
                    continue
                }
                guard let escaped = rest.popFirst(), "\\'\"/".contains(escaped) else { return nil }
                name.append(escaped)
            }
            return nil
        }
        let numbers = rest.prefix { $0.isASCII && ($0.isNumber || $0 == "-" || $0 == ":" || $0 == " ") }
        rest = rest.dropFirst(numbers.count)
        let parts = numbers.split(separator: ":", omittingEmptySubsequences: false).map { $0.trimmed }
        let values = parts.map(Int.init)
        guard zip(parts, values).allSatisfy({ $0.isEmpty || $1 != nil }), parts.count <= 3 else { return nil }
        if parts.count == 1 { return values[0].map(Selector.index) }
        return .slice(start: values[0], end: values[1], step: parts.count == 3 ? values[2] ?? 1 : 1)
    }

    func values(in root: JSONValue) -> [JSONValue] {
        segments.reduce([root]) { values, segment in
            let from = segment.descends ? values.flatMap(Self.descendants) : values
            return from.flatMap { value in segment.selectors.flatMap { Self.children(of: value, $0) } }
        }
    }

    /// The value itself and all that is in it.
    private static func descendants(_ value: JSONValue) -> [JSONValue] {
        [value] + children(of: value, .all).flatMap(descendants)
    }

    private static func children(of value: JSONValue, _ selector: Selector) -> [JSONValue] {
        switch selector {
        case .name(let name): value.object?[name].map { [$0] } ?? []
        case .all: value.array ?? value.object?.map(\.value) ?? []
        case .index(let index):
            (value.array?.count).flatMap { value[index < 0 ? index + $0 : index] }.map { [$0] } ?? []
        case .slice(let start, let end, let step): slice(value.array ?? [], start, end, step)
        }
    }

    /// As Python slices.
    private static func slice(_ items: [JSONValue], _ start: Int?, _ end: Int?, _ step: Int) -> [JSONValue] {
        let count = items.count
        func place(_ index: Int, _ range: ClosedRange<Int>) -> Int {
            min(max(index < 0 ? max(index, -count - 1) + count : index, range.lowerBound), range.upperBound)
        }
        if step > 0 {
            let (from, to) = (start.map { place($0, 0...count) } ?? 0, end.map { place($0, 0...count) } ?? count)
            return stride(from: from, to: to, by: step).map { items[$0] }
        }
        guard step < 0 else { return [] }
        let from = start.map { place($0, -1...count - 1) } ?? count - 1
        let to = end.map { place($0, -1...count - 1) } ?? -1
        return stride(from: from, to: to, by: step).map { items[$0] }
    }
}

/// Why a path cannot be followed.
enum JSONPathError: Error, Hashable, CustomStringConvertible {
    case syntax(String, at: Int)

    var description: String {
        switch self {
        case .syntax(let path, let place):
            "the path '\(path)': cannot be read from character \(place + 1) on. Write it like $.items[0].name."
        }
    }
}
