extension JSONValue {
    public func serialized(_ format: JSONFormat = .compact) -> String {
        String(decoding: utf8(format), as: UTF8.self)
    }

    public func serialized(pretty: Bool) -> String {
        serialized(pretty ? .pretty : .compact)
    }

    /// The value as UTF-8 text.
    public func utf8(_ format: JSONFormat = .compact) -> [UInt8] {
        var writer = JSONWriter(format: format)
        writer.write(self)
        return writer.text
    }
}

/// Appends values to a growing text.
struct JSONWriter {
    let format: JSONFormat
    var text: [UInt8] = []
    private var depth = 0

    init(format: JSONFormat) {
        self.format = format
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: text += "null".utf8
        case .bool(let value): text += (value ? "true" : "false").utf8
        case .number(let number): write(number)
        case .string(let string): write(string)
        case .array(let elements):
            write(elements, between: "[", "]") { $0.write($1) }
        case .object(let object):
            write(ordered(object.members), between: "{", "}") { writer, member in
                writer.write(member.key)
                writer.text += writer.format.keySeparator.utf8
                writer.write(member.value)
            }
        }
    }

    private func ordered(_ members: [JSONObject.Member]) -> [JSONObject.Member] {
        guard format.sortsKeys else { return members }
        return members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    private mutating func write<Element>(
        _ elements: [Element], between opening: String, _ closing: String,
        each: (inout JSONWriter, Element) -> Void
    ) {
        text += opening.utf8
        depth += 1
        for (position, element) in elements.enumerated() {
            if position > 0 { text += format.itemSeparator.utf8 }
            startLine()
            each(&self, element)
        }
        depth -= 1
        if !elements.isEmpty { startLine() }
        text += closing.utf8
    }

    private mutating func startLine() {
        guard let indent = format.indent else { return }
        text.append(UInt8(ascii: "\n"))
        text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * indent))
    }

    private mutating func write(_ number: JSONNumber) {
        let isWritable = number.isInteger || number.double.isFinite || format.namesNonFiniteNumbers
        text += (isWritable ? number.description : "null").utf8
    }

    private mutating func write(_ string: String) {
        text.append(UInt8(ascii: "\""))
        if format.escapesNonASCII {
            for unit in string.utf16 { write(unit: unit) }
        } else {
            for byte in string.utf8 {
                if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                    write(unit: UInt16(byte))
                } else {
                    text.append(byte)
                }
            }
        }
        text.append(UInt8(ascii: "\""))
    }

    /// One UTF-16 code unit, escaped unless it is printable ASCII.
    private mutating func write(unit: UInt16) {
        switch unit {
        case 0x22: text += "\\\"".utf8
        case 0x5c: text += "\\\\".utf8
        case 0x20..<0x7f: text.append(UInt8(unit))
        case 0x0a: text += "\\n".utf8
        case 0x0d: text += "\\r".utf8
        case 0x09: text += "\\t".utf8
        case 0x0c: text += "\\f".utf8
        case 0x08: text += "\\b".utf8
        default:
            text += "\\u".utf8
            for shift in [12, 8, 4, 0] { text.append(hexDigits[Int(unit >> shift) & 15]) }
        }
    }
}

private let hexDigits = Array("0123456789abcdef".utf8)
