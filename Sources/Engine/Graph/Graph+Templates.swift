import JSON

extension Graph {
    /// `template` with every `%NODE.INPUT%` replaced by what that input says; NODE is a type or a title.
    ///
    /// As in ComfyUI's editor, the first node of that type wins, then the first of that title; characters that file names
    /// must not have become underscores; what leads nowhere (or to a link) stays as it is, as do `%date:…%` and `%width%`.
    func filled(_ template: String) -> String {
        guard template.contains("%") else { return template }
        var result = ""
        var rest = template[...]
        while let opening = rest.firstIndex(of: "%") {
            result += rest[..<opening]
            let inside = rest[rest.index(after: opening)...]
            guard let closing = inside.firstIndex(of: "%") else {
                return result + rest[opening...]
            }
            if let value = value(of: inside[..<closing]) {
                result += value
                rest = inside[inside.index(after: closing)...]
            } else {
                result += rest[opening..<closing]
                rest = inside[closing...]
            }
        }
        return result + rest
    }

    private func value(of reference: Substring) -> String? {
        guard !reference.hasPrefix("date:"), let dot = reference.firstIndex(of: ".") else { return nil }
        let name = reference[..<dot]
        let input = String(reference[reference.index(after: dot)...])
        guard let node = nodes.first(where: { $0.type == name }) ?? nodes.first(where: { $0.title ?? "" == name }),
            case .literal(let json)? = node[input], let text = json.plainText
        else { return nil }
        return String(text.map { #"/\?%<>:*|""#.contains($0) || $0.isControl ? "_" : $0 })
    }
}

extension JSONValue {
    fileprivate var plainText: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number.description
        case .bool(let value): value.description
        case .null, .array, .object: nil
        }
    }
}

extension Character {
    fileprivate var isControl: Bool {
        unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
