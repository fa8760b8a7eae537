import Foundation

/// Functions, methods, filters and tests that chat templates use.
extension TemplateRenderer {
    mutating func call(
        _ function: TemplateExpression, _ arguments: TemplateCallValues
    ) throws(TemplateError) -> TemplateValue {
        switch function {
        case .located(let inner, _): return try call(inner, arguments)
        case .name(let name):
            if let macro = macro(named: name) { return try call(macro, arguments) }
            return try result(ofFunction: name, arguments)
        case .attribute(let owner, let name):
            return try method(name, of: try value(of: owner), arguments)
        default: throw fault(.unexpected("'('"))
        }
    }

    private func result(
        ofFunction name: String, _ arguments: TemplateCallValues
    ) throws(TemplateError) -> TemplateValue {
        switch name {
        case "raise_exception": throw fault(.refused(arguments.values.first?.text ?? "no"))
        case "namespace": return .namespace(TemplateNamespace(arguments.named))
        case "dict": return .object(arguments.named.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        case "range":
            var bounds: [Int] = []
            for value in arguments.values {
                guard case .integer(let bound) = value else { throw unfit("range", value) }
                bounds.append(bound)
            }
            let (start, end) = bounds.count > 1 ? (bounds[0], bounds[1]) : (0, bounds.first ?? 0)
            let step = bounds.count > 2 ? bounds[2] : 1
            guard step != 0, abs(Double(end) - Double(start)) < 1e6 else { throw fault(.tooLong) }
            return .list(stride(from: start, to: end, by: step).map { .integer($0) })
        case "strftime_now": return .string(Self.today(arguments.values.first?.text ?? ""))
        default: throw fault(.unknownFunction(name))
        }
    }

    /// Today's date in the fields that templates write.
    private static func today(_ pattern: String) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        let fields: [(String, String)] = [
            ("%d", "dd"), ("%B", "MMMM"), ("%b", "MMM"), ("%m", "MM"), ("%Y", "yyyy"), ("%y", "yy"), ("%A", "EEEE"),
            ("%a", "EEE"), ("%H", "HH"), ("%M", "mm"), ("%S", "ss"),
        ]
        return fields.reduce(pattern) { text, field in
            formatter.dateFormat = field.1
            return text.replacing(field.0, with: formatter.string(from: Date()))
        }
    }

    private func method(
        _ name: String, of owner: TemplateValue, _ arguments: TemplateCallValues
    ) throws(TemplateError) -> TemplateValue {
        let words = arguments.values.map(\.text)
        switch (owner, name) {
        case (.string(let text), "strip"): return .string(Self.trimmed(text, words.first, left: true, right: true))
        case (.string(let text), "lstrip"): return .string(Self.trimmed(text, words.first, left: true, right: false))
        case (.string(let text), "rstrip"): return .string(Self.trimmed(text, words.first, left: false, right: true))
        case (.string(let text), "startswith"): return .boolean(words.first.map(text.hasPrefix) ?? false)
        case (.string(let text), "endswith"): return .boolean(words.first.map(text.hasSuffix) ?? false)
        case (.string(let text), "upper"): return .string(text.uppercased())
        case (.string(let text), "lower"): return .string(text.lowercased())
        case (.string(let text), "title"): return .string(text.capitalized)
        case (.string(let text), "capitalize"):
            return .string(text.prefix(1).uppercased() + text.dropFirst().lowercased())
        case (.string(let text), "replace") where words.count > 1:
            return .string(text.replacing(words[0], with: words[1]))
        case (.string(let text), "find"):
            guard let found = words.first.flatMap({ text.range(of: $0) }) else { return .integer(-1) }
            return .integer(text[..<found.lowerBound].unicodeScalars.count)
        case (.string(let text), "split"):
            let parts =
                words.first.map { text.components(separatedBy: $0) }
                ?? text.split(whereSeparator: \.isWhitespace).map(String.init)
            return .list(parts.map { .string($0) })
        case (.string(let glue), "join"):
            return .string(try elements(of: arguments.values.first ?? .undefined).map(\.text).joined(separator: glue))
        case (.object(let entries), "items"): return .list(entries.map { .list([.string($0.key), $0.value]) })
        case (.object(let entries), "keys"): return .list(entries.map { .string($0.key) })
        case (.object(let entries), "values"): return .list(entries.map(\.value))
        case (.object(let entries), "get"):
            let found = entries.last { $0.key == words.first }?.value
            return found ?? (arguments.values.count > 1 ? arguments.values[1] : .none)
        default: throw unfit(".\(name)()", owner)
        }
    }

    private static func trimmed(_ text: String, _ letters: String?, left: Bool, right: Bool) -> String {
        func goes(_ scalar: Unicode.Scalar) -> Bool {
            letters.map { $0.unicodeScalars.contains(scalar) } ?? scalar.properties.isWhitespace
        }
        var scalars = text.unicodeScalars[...]
        if left { scalars = scalars.drop(while: goes) }
        if right { while let last = scalars.last, goes(last) { scalars.removeLast() } }
        return String(String.UnicodeScalarView(scalars))
    }

    func filtered(
        _ input: TemplateValue, _ name: String, _ arguments: TemplateCallValues
    ) throws(TemplateError) -> TemplateValue {
        switch name {
        case "trim": return .string(Self.trimmed(input.text, arguments.values.first?.text, left: true, right: true))
        case "length", "count": return .integer(try elements(of: input).count)
        case "upper", "lower", "title", "capitalize", "replace":
            return try method(name, of: .string(input.text), arguments)
        case "string": return .string(input.text)
        case "safe": return input
        case "first": return try elements(of: input).first ?? .undefined
        case "last": return try elements(of: input).last ?? .undefined
        case "list": return .list(try elements(of: input))
        case "reverse": return .list(try elements(of: input).reversed())
        case "join":
            let glue = arguments.values.first?.text ?? ""
            return .string(try elements(of: input).map(\.text).joined(separator: glue))
        case "default", "d":
            let takesFalse = arguments.values.count > 1 && arguments.values[1].isTrue
            let isMissing = if case .undefined = input { true } else { takesFalse && !input.isTrue }
            return isMissing ? arguments.values.first ?? .string("") : input
        case "int":
            return .integer(input.double.map { Int(exactly: $0.rounded(.towardZero)) ?? 0 } ?? Int(input.text) ?? 0)
        case "float": return .number(input.double ?? Double(input.text) ?? 0)
        case "abs": return .number(abs(input.double ?? 0))
        case "items": return try method("items", of: input, arguments)
        case "dictsort":
            guard case .object(let entries) = input else { throw unfit("| dictsort", input) }
            return .list(entries.sorted { $0.key < $1.key }.map { .list([.string($0.key), $0.value]) })
        case "tojson": return .string(TemplateJSON(indent: indent(arguments)).text(of: input))
        case "selectattr", "rejectattr": return .list(try chosen(input, name == "selectattr", arguments))
        case "map":
            guard let attribute = arguments.named["attribute"]?.text else { throw fault(.unknownFilter("map")) }
            return .list(try elements(of: input).map { Self.attribute(attribute, of: $0) })
        default: throw fault(.unknownFilter(name))
        }
    }

    private func indent(_ arguments: TemplateCallValues) -> Int? {
        if case .integer(let indent)? = arguments.named["indent"] { indent } else { nil }
    }

    private static func attribute(_ name: String, of value: TemplateValue) -> TemplateValue {
        guard case .object(let entries) = value else { return .undefined }
        return entries.last { $0.key == name }?.value ?? .undefined
    }

    private func chosen(
        _ input: TemplateValue, _ keeps: Bool, _ arguments: TemplateCallValues
    ) throws(TemplateError) -> [TemplateValue] {
        guard let attribute = arguments.values.first?.text else { return [] }
        var kept: [TemplateValue] = []
        for item in try elements(of: input) {
            let found = Self.attribute(attribute, of: item)
            let passes =
                arguments.values.count > 1
                ? try passes(found, arguments.values[1].text, Array(arguments.values.dropFirst(2))) : found.isTrue
            if passes == keeps { kept.append(item) }
        }
        return kept
    }

    func passes(_ value: TemplateValue, _ test: String, _ arguments: [TemplateValue]) throws(TemplateError) -> Bool {
        switch (test, value) {
        case ("defined", .undefined): return false
        case ("defined", _): return true
        case ("undefined", .undefined): return true
        case ("undefined", _): return false
        case ("none", .none): return true
        case ("string", .string), ("boolean", .boolean), ("integer", .integer), ("float", .number): return true
        case ("number", .integer), ("number", .number): return true
        case ("mapping", .object): return true
        case ("sequence", .list), ("sequence", .string), ("iterable", .list), ("iterable", .string): return true
        case ("sequence", .object), ("iterable", .object): return true
        case ("true", .boolean(true)), ("false", .boolean(false)): return true
        case ("even", .integer(let number)): return number.isMultiple(of: 2)
        case ("odd", .integer(let number)): return !number.isMultiple(of: 2)
        case ("equalto", _), ("eq", _), ("sameas", _): return arguments.first?.equals(value) ?? false
        case ("in", _): return try elements(of: arguments.first ?? .undefined).contains { $0.equals(value) }
        case ("divisibleby", .integer(let number)):
            guard case .integer(let divisor)? = arguments.first, divisor != 0 else { return false }
            return number.isMultiple(of: divisor)
        case ("none", _), ("string", _), ("boolean", _), ("integer", _), ("float", _), ("number", _), ("mapping", _),
            ("sequence", _), ("iterable", _), ("true", _), ("false", _), ("even", _), ("odd", _), ("divisibleby", _),
            ("callable", _):
            return false
        default: throw fault(.unknownTest(test))
        }
    }
}
