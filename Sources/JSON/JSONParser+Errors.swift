extension JSONParser {
    func error(_ problem: JSONError.Problem) -> JSONError {
        error(problem, at: position)
    }

    /// Lines and columns are counted only now, so that text without errors pays nothing for them.
    func error(_ problem: JSONError.Problem, at offset: Int) -> JSONError {
        var line = 1
        var column = 1
        for position in 0..<min(offset, text.count) {
            let byte = text[position]
            if byte == 0x0a {
                line += 1
                column = 1
            } else if byte & 0xc0 != 0x80 {  // not the second or a later byte of a character
                column += 1
            }
        }
        return JSONError(line: line, column: column, problem: problem)
    }

    func unexpected(_ expected: JSONError.Expected) -> JSONError {
        position < text.count
            ? error(.unexpected(found: found, expected: expected)) : error(.endsEarly(expected: expected))
    }

    /// What stands at the cursor, for messages: a visible character in quotes, anything else by its number.
    var found: String {
        switch byte {
        case 0x27: "\"'\""
        case 0x21...0x7e: "'\(Character(Unicode.Scalar(byte)))'"
        default: "the byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }
}
