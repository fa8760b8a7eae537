import Foundation

/// Methods of texts and objects.
extension TemplateRenderer {
    func method(
        _ name: String, of owner: TemplateValue, _ arguments: TemplateCallValues
    ) throws(TemplateError) -> TemplateValue {
        if case .string(let text) = owner, let found = Self.method(name, of: text, arguments) { return found }
        switch (owner, name) {
        case (.string(let glue), "join"):
            return .string(try elements(of: arguments.values.first ?? .undefined).map(\.text).joined(separator: glue))
        case (.object(let entries), "items"): return .list(entries.map { .list([.string($0.key), $0.value]) })
        case (.undefined, "items"): return .list([])
        case (.object(let entries), "keys"): return .list(entries.map { .string($0.key) })
        case (.object(let entries), "values"): return .list(entries.map(\.value))
        case (.object(let entries), "get"):
            let found = entries.last { $0.key == arguments.values.first?.text }?.value
            return found ?? (arguments.values.count > 1 ? arguments.values[1] : .none)
        case (.list(let items), "index"):
            guard let wanted = arguments.values.first, let place = items.firstIndex(where: { $0.equals(wanted) })
            else { throw unfit(".index()", owner) }
            return .integer(place)
        case (.list(let items), "count"):
            return .integer(items.count { $0.equals(arguments.values.first ?? .undefined) })
        default: throw unfit(".\(name)()", owner)
        }
    }

    private static func method(
        _ name: String, of text: String, _ arguments: TemplateCallValues
    ) -> TemplateValue? {
        let word = arguments.values.first?.text
        switch name {
        case "strip": return .string(trimmed(text, word, left: true, right: true))
        case "lstrip": return .string(trimmed(text, word, left: true, right: false))
        case "rstrip": return .string(trimmed(text, word, left: false, right: true))
        case "startswith", "endswith":
            // One, or any of several.
            var words = arguments.values.first.map { [$0] } ?? []
            if case .list(let several)? = words.first { words = several }
            return .boolean(
                words.contains { name == "startswith" ? text.hasPrefix($0.text) : text.hasSuffix($0.text) })
        case "removeprefix":
            return .string(word.map { text.hasPrefix($0) ? String(text.dropFirst($0.count)) : text } ?? text)
        case "removesuffix":
            return .string(word.map { text.hasSuffix($0) ? String(text.dropLast($0.count)) : text } ?? text)
        case "upper": return .string(text.uppercased())
        case "lower": return .string(text.lowercased())
        case "title": return .string(text.capitalized)
        case "capitalize": return .string(text.prefix(1).uppercased() + text.dropFirst().lowercased())
        case "replace":
            guard arguments.values.count > 1 else { return nil }
            let most = count(arguments, at: 2, "count") ?? .max
            return .string(text.replacing(word ?? "", with: arguments.values[1].text, maxReplacements: most))
        case "find", "rfind", "index":
            let range = word.flatMap { text.range(of: $0, options: name == "rfind" ? .backwards : []) }
            if range == nil, name == "index" { return nil }
            return .integer(range.map { text[..<$0.lowerBound].unicodeScalars.count } ?? -1)
        case "count":
            return .integer(word.map { $0.isEmpty ? text.unicodeScalars.count + 1 : text.ranges(of: $0).count } ?? 0)
        case "split", "rsplit": return .list(split(text, arguments, fromEnd: name == "rsplit").map { .string($0) })
        case "splitlines":
            var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            if lines.last?.isEmpty == true { lines.removeLast() }
            return .list(lines.map { .string(String($0)) })
        case "isdigit": return .boolean(!text.isEmpty && text.allSatisfy(\.isNumber))
        case "isalpha": return .boolean(!text.isEmpty && text.allSatisfy(\.isLetter))
        case "isalnum": return .boolean(!text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber })
        case "isspace": return .boolean(!text.isEmpty && text.allSatisfy(\.isWhitespace))
        case "isupper": return .boolean(text.contains(where: \.isCased) && text == text.uppercased())
        case "islower": return .boolean(text.contains(where: \.isCased) && text == text.lowercased())
        default: return nil
        }
    }

    private static func count(_ arguments: TemplateCallValues, at place: Int, _ name: String) -> Int? {
        let value = arguments.named[name] ?? (arguments.values.count > place ? arguments.values[place] : nil)
        if case .integer(let count)? = value, count >= 0 { return count }
        return nil
    }

    private static func split(_ text: String, _ arguments: TemplateCallValues, fromEnd: Bool) -> [String] {
        let most = count(arguments, at: 1, "maxsplit") ?? .max
        let separator: String? = if case .string(let separator)? = arguments.values.first { separator } else { nil }
        guard let separator, !separator.isEmpty else {
            return text.split(maxSplits: most, whereSeparator: \.isWhitespace).map(String.init)
        }
        let parts = text.components(separatedBy: separator)
        guard parts.count - 1 > most else { return parts }
        // The parts that are not split stay together.
        return fromEnd
            ? [parts.dropLast(most).joined(separator: separator)] + parts.suffix(most)
            : parts.prefix(most) + [parts.dropFirst(most).joined(separator: separator)]
    }

    static func trimmed(_ text: String, _ letters: String?, left: Bool, right: Bool) -> String {
        func goes(_ scalar: Unicode.Scalar) -> Bool {
            letters.map { $0.unicodeScalars.contains(scalar) } ?? scalar.properties.isWhitespace
        }
        var scalars = text.unicodeScalars[...]
        if left { scalars = scalars.drop(while: goes) }
        if right { while let last = scalars.last, goes(last) { scalars.removeLast() } }
        return String(String.UnicodeScalarView(scalars))
    }
}
