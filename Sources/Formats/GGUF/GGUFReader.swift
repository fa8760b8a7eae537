/// Reads the head of a GGUF file field by field; every length is checked against what is left before it is believed.
struct GGUFReader {
    let file: MappedFile
    private(set) var position = 0

    /// A stretch of the file that was read ahead.
    private var buffer: [UInt8] = []
    private var bufferStart = 0

    static let longestName = 65_535
    static let longestText = 16 << 20
    static let longestArray = 1 << 28

    init(_ file: MappedFile) {
        self.file = file
    }

    func fault(_ problem: GGUFError.Problem) -> GGUFError { GGUFError(file.path, problem) }

    var left: Int { file.byteCount - position }

    mutating func bytes(_ count: Int, of what: String) throws -> ArraySlice<UInt8> {
        guard count <= left else { throw fault(.endsEarly(reading: what)) }
        if position + count > bufferStart + buffer.count || position < bufferStart {
            bufferStart = position
            buffer = try file.read(position..<position + max(count, min(left, 1 << 20)))
        }
        let first = position - bufferStart
        position += count
        return buffer[first..<first + count]
    }

    mutating func unsigned(_ byteCount: Int, of what: String) throws -> UInt64 {
        try bytes(byteCount, of: what).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }

    mutating func uint32(of what: String) throws -> UInt32 {
        UInt32(truncatingIfNeeded: try unsigned(4, of: what))
    }

    /// A count, refused above `limit` or if what it counts cannot fit into the rest of the file.
    mutating func count(of what: String, limit: Int, eachAtLeast bytes: Int) throws -> Int {
        let count = try unsigned(8, of: what)
        guard count <= UInt64(limit) else { throw fault(.tooMany(what: what, count: count, limit: limit)) }
        guard Int(count) <= left / max(1, bytes) else { throw fault(.endsEarly(reading: what)) }
        return Int(count)
    }

    mutating func text(of what: String, limit: Int) throws -> [UInt8] {
        let length = try count(of: "bytes in \(what)", limit: limit, eachAtLeast: 1)
        return Array(try bytes(length, of: what))
    }

    /// The name of a key or tensor.
    mutating func name(of what: String, limit: Int) throws -> String {
        let bytes = try text(of: "the name of \(what)", limit: limit)
        guard !bytes.isEmpty else { throw fault(.emptyName(of: what)) }
        guard let name = String(validating: bytes, as: UTF8.self) else {
            throw fault(.notText(what: "the name of \(what)"))
        }
        return name
    }

    /// The value of `key`, which begins with its type.
    mutating func value(of key: String) throws -> GGUFValue {
        let type = try uint32(of: key)
        // The one key whose type the format fixes for every file.
        if key == "general.alignment", type != Self.unsigned32 { throw fault(.alignment("of another type")) }
        return try value(ofType: type, key)
    }

    private mutating func value(ofType type: UInt32, _ key: String) throws -> GGUFValue {
        switch type {
        case Self.text: return .text(try text(of: key, limit: Self.longestText))
        case Self.array: return try array(of: key)
        case Self.boolean: return .boolean(try boolean(of: key))
        case 6: return .number(Double(Float(bitPattern: try uint32(of: key))))
        case 12: return .number(Double(bitPattern: try unsigned(8, of: key)))
        case 10: return .unsigned(try unsigned(8, of: key))
        default:
            guard let integer = try integer(ofType: type, key) else { throw fault(.valueType(type, key: key)) }
            return .integer(integer)
        }
    }

    private static let unsigned32: UInt32 = 4
    private static let boolean: UInt32 = 7
    private static let text: UInt32 = 8
    private static let array: UInt32 = 9

    /// A whole number that fits into 64 bits with a sign; nil if the type is no such number.
    private mutating func integer(ofType type: UInt32, _ key: String) throws -> Int64? {
        switch type {
        case 0: Int64(try unsigned(1, of: key))
        case 1: Int64(Int8(truncatingIfNeeded: try unsigned(1, of: key)))
        case 2: Int64(try unsigned(2, of: key))
        case 3: Int64(Int16(truncatingIfNeeded: try unsigned(2, of: key)))
        case 4: Int64(try unsigned(4, of: key))
        case 5: Int64(Int32(truncatingIfNeeded: try unsigned(4, of: key)))
        case 11: Int64(bitPattern: try unsigned(8, of: key))
        default: nil
        }
    }

    private mutating func boolean(of key: String) throws -> Bool {
        let byte = UInt8(truncatingIfNeeded: try unsigned(1, of: key))
        guard byte <= 1 else { throw fault(.notBoolean(byte, key: key)) }
        return byte == 1
    }

    private mutating func array(of key: String) throws -> GGUFValue {
        let type = try uint32(of: key)
        let sizes: [UInt32: Int] = [
            0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, Self.boolean: 1, Self.text: 8, 10: 8, 11: 8, 12: 8,
        ]
        guard let size = sizes[type] else { throw fault(.valueType(type, key: key)) }
        let count = try count(of: "elements of '\(key)'", limit: Self.longestArray, eachAtLeast: size)
        switch type {
        case Self.text:
            var texts: [[UInt8]] = []
            texts.reserveCapacity(count)
            for _ in 0..<count { texts.append(try text(of: key, limit: Self.longestText)) }
            return .texts(texts)
        case Self.boolean:
            return .booleans(try (0..<count).map { _ in try boolean(of: key) })
        case 6:
            return .numbers(try (0..<count).map { _ in Float(bitPattern: try uint32(of: key)) })
        case 12:
            return .numbers(try (0..<count).map { _ in Float(Double(bitPattern: try unsigned(8, of: key))) })
        case 10:
            return .integers(
                try (0..<count).map { _ in
                    let value = try unsigned(8, of: key)
                    guard let value = Int64(exactly: value) else { throw fault(.unfit(key: key)) }
                    return value
                })
        default:
            return .integers(
                try (0..<count).map { _ in
                    guard let value = try integer(ofType: type, key) else { throw fault(.valueType(type, key: key)) }
                    return value
                })
        }
    }
}
