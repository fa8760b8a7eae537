import Formats

/// One input that a batch varies, and what it is given one after the other: `3.seed=1..100`.
public struct Axis: Hashable, Sendable {
    /// NODE.INPUT, or a name that the graph gives an input.
    public let target: String
    public let values: [String]

    public init(target: String, values: [String]) {
        self.target = target
        self.values = values
    }

    /// Reads NODE.INPUT=VALUES: ranges (`1..100`, `0..1:0.25`), lists (`a|b|c`), both together (`1..4|10`), or the lines of a
    /// file (`@prompts.txt`).
    ///
    /// A `|` that belongs to a value is written `\|`, an `@` that begins one `\@`.
    ///
    /// - Throws: `AxisError`, `FileError`, `TableError`.
    public init(_ text: String) throws {
        guard let equals = text.firstIndex(of: "=") else { throw AxisError.malformed(text) }
        let target = String(text[..<equals])
        let values = text[text.index(after: equals)...]
        guard !target.isEmpty, !target.hasPrefix("."), !target.hasSuffix(".") else { throw AxisError.malformed(text) }
        if values.hasPrefix("@") {
            self.init(target: target, values: try Self.lines(ofFileAt: String(values.dropFirst())))
        } else {
            self.init(target: target, values: try Self.values(in: values, of: target))
        }
    }

    /// Axes of the same input are one: `--over 3.seed=1 --over 3.seed=5` is `--over 3.seed=1|5`.
    public static func joined(_ axes: [Axis]) -> [Axis] {
        var order: [String] = []
        var values: [String: [String]] = [:]
        for axis in axes {
            if values[axis.target] == nil { order.append(axis.target) }
            values[axis.target, default: []] += axis.values
        }
        return order.map { Axis(target: $0, values: values[$0] ?? []) }
    }

    /// The values of a list; a backslash keeps `|`, `@` and itself from meaning anything.
    private static func values(in text: Substring, of target: String) throws(AxisError) -> [String] {
        var items: [(text: String, isPlain: Bool)] = [("", true)]
        var isEscaped = false
        for character in text {
            if isEscaped {
                if !["|", "@", "\\"].contains(character) { items[items.count - 1].text.append("\\") }
                items[items.count - 1].text.append(character)
                items[items.count - 1].isPlain = false
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "|" {
                items.append(("", true))
            } else {
                items[items.count - 1].text.append(character)
            }
        }
        if isEscaped { items[items.count - 1].text.append("\\") }

        var values: [String] = []
        for item in items {
            guard item.isPlain, let range = try NumberRange(item.text, of: target) else {
                values.append(item.text)
                continue
            }
            values += try range.values(of: target)
        }
        return values
    }

    /// The lines of a text file without empty ones and line ends.
    private static func lines(ofFileAt path: String) throws -> [String] {
        let bytes = try readFile(path, limit: Table.byteLimit)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TableError(path, line: 1, .notText)
        }
        let lines = (text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...])
            .split(whereSeparator: \.isNewline).map(String.init)
            .filter { !$0.allSatisfy(\.isWhitespace) }
        guard !lines.isEmpty else { throw TableError(path, line: 1, .noLines) }
        return lines
    }
}
