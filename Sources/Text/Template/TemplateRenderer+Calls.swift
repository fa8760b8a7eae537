import Foundation

/// Functions, filters of one value, and tests that chat templates use.
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

    /// Filters on one value.
    func filteredAlone(
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
        case "reverse":
            if case .string(let text) = input {
                return .string(String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
            }
            return .list(try elements(of: input).reversed())
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
        default: throw fault(.unknownFilter(name))
        }
    }

    private func indent(_ arguments: TemplateCallValues) -> Int? {
        if case .integer(let indent)? = arguments.named["indent"] { indent } else { nil }
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
        case ("lower", .string(let text)): return text == text.lowercased()
        case ("upper", .string(let text)): return text == text.uppercased()
        case ("lt", _), ("lessthan", _): return try combined("<", value, arguments.first ?? .undefined).isTrue
        case ("le", _): return try combined("<=", value, arguments.first ?? .undefined).isTrue
        case ("gt", _), ("greaterthan", _): return try combined(">", value, arguments.first ?? .undefined).isTrue
        case ("ge", _): return try combined(">=", value, arguments.first ?? .undefined).isTrue
        case ("ne", _): return !(arguments.first?.equals(value) ?? true)
        case ("equalto", _), ("eq", _), ("sameas", _): return arguments.first?.equals(value) ?? false
        case ("in", _): return try elements(of: arguments.first ?? .undefined).contains { $0.equals(value) }
        case ("divisibleby", .integer(let number)):
            guard case .integer(let divisor)? = arguments.first, divisor != 0 else { return false }
            return number.isMultiple(of: divisor)
        case ("none", _), ("string", _), ("boolean", _), ("integer", _), ("float", _), ("number", _), ("mapping", _),
            ("sequence", _), ("iterable", _), ("true", _), ("false", _), ("even", _), ("odd", _), ("divisibleby", _),
            ("lower", _), ("upper", _), ("callable", _):
            return false
        default: throw fault(.unknownTest(test))
        }
    }
}
