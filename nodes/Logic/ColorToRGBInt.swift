import Engine

/// A colour as a number.
struct ColorToRGBInt: Node {
    static let displayName = "Color Picker"
    static let category = "utilities"
    static let summary = "Give a colour as one whole number, as text, and how opaque it is."

    @Input("The colour: # and two hexadecimal digits each for red, green, blue and, perhaps, alpha.")
    var color = "#ffffff"

    @Output("rgb_int") var number: Int
    @Output("hex") var text: String
    @Output("alpha") var alpha: Double

    func run(_ context: RunContext) throws {
        let digits = color.dropFirst()
        guard color.hasPrefix("#"), [6, 8].contains(digits.count), digits.allSatisfy(\.isHexDigit),
            let rgb = Int(digits.prefix(6), radix: 16)
        else { throw ColourError.unreadable(color) }
        number = rgb
        text = "#" + digits.prefix(6)
        alpha = Int(digits.dropFirst(6), radix: 16).map { Double($0) / 255 } ?? 1
    }
}

/// Why a text is no colour.
enum ColourError: Error, Hashable, CustomStringConvertible {
    case unreadable(String)

    var description: String {
        switch self {
        case .unreadable(let text): "the colour: '\(text)' is none. Write it as #RRGGBB or #RRGGBBAA."
        }
    }
}
