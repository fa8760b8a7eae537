import JSON

extension Literal {
    /// The value that ComfyUI makes of `json` for an input of type INT, FLOAT, STRING or BOOLEAN: Python's `int`, `float`,
    /// `str` and `bool`. Nil where those fail.
    init?(_ json: JSONValue, coercedTo kind: InputKind) {
        switch kind {
        case .integer:
            guard let value = Int128(coercing: json) else { return nil }
            self = .integer(value)
        case .number:
            guard let value = Double(coercing: json) else { return nil }
            self = .number(value)
        case .boolean:
            self = .boolean(Bool(coercing: json))
        case .text:
            guard let value = String(coercing: json) else { return nil }
            self = .text(value)
        case .choice, .file:
            guard case .string(let value) = json else { return nil }
            self = .text(value)
        case .structure:
            // What is in it, the node tells.
            guard json.array != nil || json.object != nil else { return nil }
            self = .text(json.description)
        case .link:
            self.init(asWritten: json)
        }
    }

    /// The value without conversion, for inputs that take anything.
    private init?(asWritten json: JSONValue) {
        switch json {
        case .bool(let value): self = .boolean(value)
        case .string(let value): self = .text(value)
        case .number(let value): self = value.isInteger ? .integer(Int128(value)) : .number(value.double)
        case .null, .array, .object: return nil
        }
    }
}

extension Int128 {
    /// A whole number, at the end of the range if it lies beyond.
    init(_ number: JSONNumber) {
        let text = number.description
        self = Int128(text) ?? (text.hasPrefix("-") ? .min : .max)
    }

    fileprivate init?(coercing json: JSONValue) {
        switch json {
        case .bool(let value):
            self = value ? 1 : 0
        case .number(let number) where number.isInteger:
            self.init(number)
        case .number(let number):
            guard number.double.isFinite else { return nil }
            let whole = number.double.rounded(.towardZero)
            self = Int128(exactly: whole) ?? (whole < 0 ? .min : .max)
        case .string(let text):
            guard let digits = pythonDigits(text), digits.utf8.allSatisfy({ "+-0123456789".utf8.contains($0) }) else {
                return nil
            }
            let magnitude = digits.drop { "+-".contains($0) }
            guard !magnitude.isEmpty, digits.count - magnitude.count <= 1 else { return nil }
            self = Int128(digits) ?? (digits.hasPrefix("-") ? .min : .max)
        case .null, .array, .object:
            return nil
        }
    }
}

extension Double {
    fileprivate init?(coercing json: JSONValue) {
        switch json {
        case .bool(let value):
            self = value ? 1 : 0
        case .number(let number):
            // Python's float() of an integer beyond the range of a double is an error, not infinity.
            guard !number.isInteger || number.double.isFinite else { return nil }
            self = number.double
        case .string(let text):
            // Swift also reads hexadecimal fractions and NaN payloads, Python does not.
            guard let digits = pythonDigits(text), !digits.contains(where: { "xXpP(".contains($0) }),
                let value = Double(digits)
            else { return nil }
            self = value
        case .null, .array, .object:
            return nil
        }
    }
}

extension String {
    fileprivate init?(coercing json: JSONValue) {
        switch json {
        case .null: self = "None"
        case .bool(let value): self = value ? "True" : "False"
        case .number(let number): self = number.description
        case .string(let text): self = text
        case .array, .object: return nil
        }
    }
}

extension Bool {
    fileprivate init(coercing json: JSONValue) {
        switch json {
        case .null: self = false
        case .bool(let value): self = value
        case .number(let number): self = number.double != 0
        case .string(let text): self = !text.isEmpty
        case .array(let elements): self = !elements.isEmpty
        case .object(let object): self = !object.isEmpty
        }
    }
}

/// Number text as Python's `int` and `float` take it: space around it, and single underscores between digits, do not count.
private func pythonDigits(_ text: String) -> String? {
    // Longer than any number that a double or a seed needs; keeps a megabyte of digits cheap.
    guard text.utf8.count <= 1024 else { return nil }
    let characters = Array(text[...].trimmed)
    for (index, character) in characters.enumerated() where character == "_" {
        guard index > 0, index + 1 < characters.count, characters[index - 1].isASCIIDigit,
            characters[index + 1].isASCIIDigit
        else { return nil }
    }
    return String(characters.filter { $0 != "_" })
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
