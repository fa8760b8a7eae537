extension JSONValue {
    /// Reads one JSON text (RFC 8259), in time proportional to its length and without recursion.
    ///
    /// - Throws: `JSONError` with line and column of the first thing that is wrong.
    public init(parsing text: [UInt8], _ options: JSONParsingOptions = .strict) throws(JSONError) {
        try self.init(parsing: text.span, options)
    }

    public init(parsing text: String, _ options: JSONParsingOptions = .strict) throws(JSONError) {
        try self.init(parsing: Array(text.utf8).span, options)
    }

    public init(parsing text: Span<UInt8>, _ options: JSONParsingOptions = .strict) throws(JSONError) {
        var parser = JSONParser(text, options)
        self = try parser.parse()
    }
}

/// A cursor over UTF-8 text that collects finished values on one stack, so that depth costs no call frames.
struct JSONParser: ~Escapable {
    let text: Span<UInt8>
    let options: JSONParsingOptions
    var position = 0

    /// Finished values and keys of the containers that are still open, outermost first.
    private var values: [JSONValue] = []
    private var keys: [(text: String, start: Int)] = []
    private var open: [Container] = []

    private struct Container {
        let isObject: Bool
        let firstValue: Int
        let firstKey: Int
    }

    @_lifetime(copy text)
    init(_ text: Span<UInt8>, _ options: JSONParsingOptions) {
        self.text = text
        self.options = options
    }

    mutating func parse() throws(JSONError) -> JSONValue {
        guard text.count <= options.sizeLimit else {
            throw error(.tooLarge(bytes: text.count, limit: options.sizeLimit), at: 0)
        }
        try passByteOrderMark()
        skipSpace()
        guard position < text.count else { throw error(.empty) }

        while true {
            var value = JSONValue.null
            guard try begin(&value) else { continue }
            // A value is complete; it may complete the containers around it.
            while true {
                guard let container = open.last else {
                    skipSpace()
                    guard position == text.count else { throw error(.textAfterEnd(found: found)) }
                    return value
                }
                values.append(value)
                skipSpace()
                if byte == (container.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    position += 1
                    value = try close(container)
                    continue
                }
                guard byte == UInt8(ascii: ",") else {
                    throw unexpected(container.isObject ? .commaOrBrace : .commaOrBracket)
                }
                let comma = position
                position += 1
                skipSpace()
                if container.isObject { try readKey(afterComma: comma) }
                if !container.isObject, byte == UInt8(ascii: "]") { throw error(.trailingComma, at: comma) }
                break
            }
        }
    }

    /// Reads a scalar or an empty container into `value`, or opens a container.
    ///
    /// - Returns: whether `value` is complete.
    private mutating func begin(_ value: inout JSONValue) throws(JSONError) -> Bool {
        switch byte {
        case UInt8(ascii: "\""):
            position += 1
            value = .string(try readString())
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            value = .number(try readNumber())
        case UInt8(ascii: "{"):
            try enter(isObject: true)
            guard byte == UInt8(ascii: "}") else {
                try readKey(afterComma: nil)
                return false
            }
            position += 1
            open.removeLast()
            value = .object(JSONObject())
        case UInt8(ascii: "["):
            try enter(isObject: false)
            guard byte == UInt8(ascii: "]") else { return false }
            position += 1
            open.removeLast()
            value = .array([])
        case UInt8(ascii: "-"):
            value = .number(try readNumber())
        case UInt8(ascii: "t") where skip("true"):
            value = .bool(true)
        case UInt8(ascii: "f") where skip("false"):
            value = .bool(false)
        case UInt8(ascii: "n") where skip("null"):
            value = .null
        case UInt8(ascii: "N"), UInt8(ascii: "I"):
            guard let number = try readNonFinite() else { throw unexpected(.value) }
            value = .number(number)
        default:
            throw unexpected(.value)
        }
        return true
    }

    private mutating func enter(isObject: Bool) throws(JSONError) {
        guard open.count < options.depthLimit else { throw error(.tooDeep(limit: options.depthLimit)) }
        position += 1
        open.append(Container(isObject: isObject, firstValue: values.count, firstKey: keys.count))
        skipSpace()
    }

    private mutating func readKey(afterComma comma: Int?) throws(JSONError) {
        guard byte == UInt8(ascii: "\"") else {
            if let comma, byte == UInt8(ascii: "}") { throw error(.trailingComma, at: comma) }
            throw unexpected(.key)
        }
        let start = position
        position += 1
        keys.append((try readString(), start))
        skipSpace()
        guard byte == UInt8(ascii: ":") else { throw unexpected(.colon) }
        position += 1
        skipSpace()
    }

    private mutating func close(_ container: Container) throws(JSONError) -> JSONValue {
        open.removeLast()
        defer { values.removeLast(values.count - container.firstValue) }
        guard container.isObject else { return .array(Array(values[container.firstValue...])) }

        defer { keys.removeLast(keys.count - container.firstKey) }
        let offset = container.firstValue - container.firstKey
        var members: [JSONObject.Member] = []
        members.reserveCapacity(keys.count - container.firstKey)
        for position in container.firstKey..<keys.count {
            members.append(JSONObject.Member(keys[position].text, values[position + offset]))
        }
        var duplicate: Int?
        let object = JSONObject(collected: members, duplicate: &duplicate)
        guard let duplicate else { return .object(object) }
        guard options.allowsDuplicateKeys else {
            let key = keys[container.firstKey + duplicate]
            throw error(.duplicateKey(key.text.legible()), at: key.start)
        }
        return .object(JSONObject(members.lazy.map { ($0.key, $0.value) }))
    }
}
