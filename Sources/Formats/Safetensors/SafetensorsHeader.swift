import JSON

/// The table of contents of a safetensors file, with every rule of the format checked.
///
/// Nothing is allocated from a number in the file, and every sum and product of such numbers is checked.
/// - Source: the format's text (README of huggingface/safetensors), which forbids more than its own reader refuses.
struct SafetensorsHeader {
    struct Entry: Sendable {
        let name: String
        let type: SafetensorsType
        let shape: [Int]
        /// Counted from the end of the header.
        let bytes: Range<Int>
    }

    /// In the order of the header.
    let entries: [Entry]
    let metadata: [String: String]

    static let byteLimit: UInt64 = 100_000_000

    /// - Parameter text: the header without the length before it.
    /// - Parameter dataByteCount: bytes in the file after the header.
    init(_ text: Span<UInt8>, dataByteCount: Int, path: String) throws(SafetensorsError) {
        func fault(_ problem: SafetensorsError.Problem) -> SafetensorsError { SafetensorsError(path, problem) }

        guard text.count > 0, text[0] == UInt8(ascii: "{") else { throw fault(.headerStart) }
        var end = text.count
        while end > 0, text[end - 1] == 0x20 { end -= 1 }
        guard text[end - 1] == UInt8(ascii: "}") else { throw fault(.headerPadding) }

        let object: JSONObject
        do {
            var options = JSONParsingOptions.strict
            options.sizeLimit = Int(Self.byteLimit)
            object = try JSONValue(parsing: text.extracting(first: end), options).object ?? JSONObject()
        } catch {
            throw fault(.json(error))
        }

        var entries: [Entry] = []
        entries.reserveCapacity(object.count)
        var metadata: [String: String] = [:]
        for member in object {
            if member.key == "__metadata__" {
                guard let texts = member.value.object else { throw fault(.metadata(key: nil)) }
                for text in texts {
                    guard let value = text.value.string else { throw fault(.metadata(key: text.key)) }
                    metadata[text.key] = value
                }
            } else {
                do {
                    entries.append(try Entry(member.key, member.value))
                } catch {
                    throw fault(error)
                }
            }
        }
        do {
            try Self.checkLayout(entries, dataByteCount: dataByteCount, headerByteCount: text.count)
        } catch {
            throw fault(error)
        }
        self.entries = entries
        self.metadata = metadata
    }

    /// The tensors lie side by side, from the end of the header to the end of the file.
    private static func checkLayout(
        _ entries: [Entry], dataByteCount: Int, headerByteCount: Int
    ) throws(SafetensorsError.Problem) {
        let sorted = entries.sorted {
            ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound)
        }
        var end = 0
        var previous = ""
        for entry in sorted {
            let start = entry.bytes.lowerBound
            if start > end { throw .hole(before: entry.name, bytes: start - end) }
            if start < end { throw .overlap(previous, entry.name) }
            end = entry.bytes.upperBound
            previous = entry.name
        }
        if end > dataByteCount { throw .truncated(missing: end - dataByteCount) }
        if end < dataByteCount {
            throw .trailing(bytes: dataByteCount - end, size: 8 + headerByteCount + end)
        }
    }
}

extension SafetensorsHeader.Entry {
    init(_ name: String, _ value: JSONValue) throws(SafetensorsError.Problem) {
        guard let fields = value.object else { throw .notATensor(name, field: "dtype") }
        guard let typeName = fields["dtype"]?.string else { throw .notATensor(name, field: "dtype") }
        guard let sizes = fields["shape"] else { throw .notATensor(name, field: "shape") }
        guard let offsets = fields["data_offsets"] else { throw .notATensor(name, field: "data_offsets") }

        guard let type = SafetensorsType(rawValue: typeName) else { throw .unknownType(name, typeName) }
        guard let shape = Self.wholeNumbers(sizes) else { throw .badShape(name) }
        guard let ends = Self.wholeNumbers(offsets), ends.count == 2, ends[0] <= ends[1] else {
            throw .badOffsets(name)
        }

        var bits = type.bitCount
        for size in shape {
            let (product, overflows) = bits.multipliedReportingOverflow(by: size)
            if overflows { throw .sizeOverflow(name) }
            bits = product
        }
        guard bits.isMultiple(of: 8) else { throw .partialByte(name, typeName) }
        guard ends[1] - ends[0] == bits / 8 else {
            throw .sizeMismatch(name, stated: ends[1] - ends[0], needed: bits / 8)
        }
        self.init(name: name, type: type, shape: shape, bytes: ends[0]..<ends[1])
    }

    /// Whole numbers from 0 to `Int.max`, written as such (`1.0` is none).
    private static func wholeNumbers(_ value: JSONValue) -> [Int]? {
        guard let elements = value.array else { return nil }
        var numbers: [Int] = []
        numbers.reserveCapacity(elements.count)
        for element in elements {
            guard let number = element.number, number.isInteger, let size = number.int, size >= 0 else { return nil }
            numbers.append(size)
        }
        return numbers
    }
}
