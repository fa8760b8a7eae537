/// Filters on many items, and on the looks of a text.
extension TemplateRenderer {
    func filtered(
        _ input: TemplateValue, _ name: String, _ arguments: TemplateCallValues
    ) throws(TemplateError) -> TemplateValue {
        switch name {
        case "selectattr", "rejectattr": return .list(try chosen(input, name == "selectattr", arguments))
        case "select", "reject":
            var kept: [TemplateValue] = []
            let others = Array(arguments.values.dropFirst())
            for item in try elements(of: input) {
                let isWanted =
                    if let test = arguments.values.first { try passes(item, test.text, others) } else { item.isTrue }
                if isWanted == (name == "select") { kept.append(item) }
            }
            return .list(kept)
        case "map": return .list(try mapped(input, arguments))
        case "unique":
            var kept: [TemplateValue] = []
            for item in try elements(of: input) where !kept.contains(where: { $0.equals(item) }) { kept.append(item) }
            return .list(kept)
        case "sort":
            let isFalling = arguments.named["reverse"]?.isTrue ?? arguments.values.first?.isTrue ?? false
            let attribute = arguments.named["attribute"]?.text
            let items = try elements(of: input)
            let keys = items.map { item in attribute.map { Self.attribute($0, of: item) } ?? item }
            let order = items.indices.sorted { first, second in
                // What is equal stays in order, whichever way.
                let (a, b) = isFalling ? (keys[second], keys[first]) : (keys[first], keys[second])
                return Self.isLess(a, b) || (!Self.isLess(b, a) && first < second)
            }
            return .list(order.map { items[$0] })
        case "min": return try elements(of: input).min(by: Self.isLess) ?? .undefined
        case "max": return try elements(of: input).max(by: Self.isLess) ?? .undefined
        case "sum":
            var sum = TemplateValue.integer(0)
            for item in try elements(of: input) { sum = try combined("+", sum, item) }
            return sum
        case "round":
            guard let number = input.double else { throw unfit("| round", input) }
            var scale = 1.0
            for _ in 0..<min(15, max(0, arguments.values.first?.double.map { Int($0) } ?? 0)) { scale *= 10 }
            return .number((number * scale).rounded(.toNearestOrEven) / scale)
        case "wordcount": return .integer(input.text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.count)
        case "indent": return .string(Self.indented(input.text, arguments))
        case "e", "escape":
            let marks = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&#39;"), ("\"", "&#34;")]
            return .string(marks.reduce(input.text) { $0.replacing($1.0, with: $1.1) })
        default: return try filteredAlone(input, name, arguments)
        }
    }

    private func mapped(
        _ input: TemplateValue, _ arguments: TemplateCallValues
    ) throws(TemplateError) -> [TemplateValue] {
        var found: [TemplateValue] = []
        for item in try elements(of: input) {
            if let attribute = arguments.named["attribute"]?.text {
                let value = Self.attribute(attribute, of: item)
                if case .undefined = value {
                    found.append(arguments.named["default"] ?? value)
                } else {
                    found.append(value)
                }
            } else {
                guard let filter = arguments.values.first?.text else { throw fault(.unknownFilter("map")) }
                let others = TemplateCallValues(values: Array(arguments.values.dropFirst()), named: arguments.named)
                found.append(try filtered(item, filter, others))
            }
        }
        return found
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

    private static func attribute(_ name: String, of value: TemplateValue) -> TemplateValue {
        guard case .object(let entries) = value else { return .undefined }
        return entries.last { $0.key == name }?.value ?? .undefined
    }

    /// Numbers by size, texts by their scalars whatever their case, as filters sort them.
    private static func isLess(_ a: TemplateValue, _ b: TemplateValue) -> Bool {
        if let a = a.double, let b = b.double { return a < b }
        return a.text.lowercased().unicodeScalars.lexicographicallyPrecedes(b.text.lowercased().unicodeScalars)
    }

    /// Spaces before every line but the first, and but empty ones.
    private static func indented(_ text: String, _ arguments: TemplateCallValues) -> String {
        let width = arguments.named["width"] ?? arguments.values.first
        let indent =
            if case .string(let text)? = width { text } else {
                String(repeating: " ", count: min(1000, max(0, width?.double.map { Int($0) } ?? 4)))
            }
        func isSet(_ name: String, _ place: Int) -> Bool {
            (arguments.named[name] ?? (arguments.values.count > place ? arguments.values[place] : .none)).isTrue
        }
        let (first, blank) = (isSet("first", 1), isSet("blank", 2))
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .map {
                ($0.offset > 0 || first) && (blank || !$0.element.isEmpty) ? indent + $0.element : String($0.element)
            }
            .joined(separator: "\n")
    }
}
