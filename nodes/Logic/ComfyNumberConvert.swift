import Engine

/// Whatever can be read as a number.
struct Numeric: Port {
    static let portType = "INT,FLOAT,STRING,BOOLEAN"

    let literal: Literal

    var memoryCost: Int { 16 }

    static func accepting(_ value: any Port) -> Numeric? {
        (value as? Numeric) ?? (value as? any LiteralPort).map { Numeric(literal: $0.literal) }
    }
}

/// Why a value is no number.
enum NumberError: Error, Hashable, CustomStringConvertible {
    case notANumber(String)

    var description: String {
        switch self {
        case .notANumber(let text): "the value: '\(text)' is no number. Use digits, such as 12 or 0.5."
        }
    }
}

/// A value as a number.
struct ComfyNumberConvert: Node {
    static let displayName = "Convert Number"
    static let category = "utilities"
    static let summary = "Read a value as a number, with and without its fraction."

    @Input("The value.") var value: Numeric

    @Output var number: Double
    @Output var whole: Int

    func run(_ context: RunContext) throws {
        let wanted = try number(of: value.literal)
        guard wanted.isFinite, let cut = Int(exactly: wanted.rounded(.towardZero)) else {
            throw NumberError.notANumber(value.literal.description)
        }
        number = wanted
        whole = if case .integer(let exact) = value.literal, let exact = Int(exactly: exact) { exact } else { cut }
    }

    private func number(of literal: Literal) throws(NumberError) -> Double {
        switch literal {
        case .boolean(let answer): return answer ? 1 : 0
        case .integer(let number): return Double(number)
        case .number(let number): return number
        case .text(let text):
            let digits = text.filter { !$0.isWhitespace }
            guard let number = Double(digits) else { throw .notANumber(text) }
            return number
        }
    }
}
