import Engine

/// SVG as it is written: elements, attributes, and text that cannot break out of either.
struct SVGText {
    private(set) var text = ""

    mutating func line(_ line: String) {
        text += line + "\n"
    }

    mutating func open(_ name: String, _ attributes: (String, any SVGAttribute)...) {
        line("<\(name)\(written(attributes))>")
    }

    mutating func close(_ name: String) {
        line("</\(name)>")
    }

    mutating func element(_ name: String, _ attributes: (String, any SVGAttribute)...) {
        line("<\(name)\(written(attributes))/>")
    }

    mutating func element(_ name: String, text: String, _ attributes: (String, any SVGAttribute)...) {
        line("<\(name)\(written(attributes))>\(escaped(text))</\(name)>")
    }

    private func written(_ attributes: [(String, any SVGAttribute)]) -> String {
        attributes.map { " \($0)=\"\(escaped($1.written))\"" }.joined()
    }
}

protocol SVGAttribute {
    var written: String { get }
}

extension String: SVGAttribute {
    var written: String { self }
}

extension Double: SVGAttribute {
    var written: String { brief(self) }
}

/// At most one decimal: a tenth of a pixel.
func brief(_ value: Double) -> String {
    let tenths = (value * 10).rounded()
    return tenths.remainder(dividingBy: 10) == 0 ? "\(Int(tenths / 10))" : "\(tenths / 10)"
}

/// XML's own characters by name; those that XML 1.0 does not allow at all, and line breaks, as spaces.
private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "\u{0}"..."\u{1F}", "\u{FFFE}"..."\u{FFFF}": result += " "
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
