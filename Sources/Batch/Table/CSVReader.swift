/// Reads comma-separated values: strictly, so that a slip in a table is found before a night is spent on it.
///
/// Fields may be quoted, and then hold commas, line ends and doubled quotes; lines end in LF, CRLF or CR; a byte order mark
/// and empty lines are skipped.
///
/// - Source: RFC 4180. (SwiftCSV was tried: it takes an unclosed quote and rows of any length, and tells no positions.)
struct CSVReader {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    /// The column of a position in the current line, from which the next one is counted on.
    private var counted = (position: 0, column: 1)

    /// One record of the file.
    struct Row {
        /// Where it begins; quoted fields may go over several lines.
        let line: Int
        let fields: [Field]
    }

    struct Field {
        let text: String
        let isQuoted: Bool
        let line: Int
        let column: Int
    }

    /// - Throws: `TableError` if the bytes are no UTF-8.
    init(_ bytes: [UInt8], of file: String) throws(TableError) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
        if let place = Self.placeOfDamage(in: bytes) {
            throw TableError(file, line: place.line, column: place.column, .notText)
        }
        self.bytes = bytes
        self.file = file
    }

    private let file: String

    /// The next record that is not an empty line; nil at the end.
    mutating func next() throws(TableError) -> Row? {
        while position < bytes.count {
            let start = line
            if endLine() { continue }
            var fields = [try field()]
            while position < bytes.count, bytes[position] == .comma {
                position += 1
                fields.append(try field())
            }
            _ = endLine()
            return Row(line: start, fields: fields)
        }
        return nil
    }

    /// The field that begins here; stops at the comma or line end after it.
    private mutating func field() throws(TableError) -> Field {
        let (startLine, column) = (line, columnHere())
        guard position < bytes.count, bytes[position] == .quote else {
            let start = position
            while position < bytes.count, !bytes[position].endsField {
                if bytes[position] == .quote { throw TableError(file, line: line, column: columnHere(), .strayQuote) }
                position += 1
            }
            return Field(text: text(start..<position), isQuoted: false, line: startLine, column: column)
        }

        position += 1
        var content: [UInt8] = []
        while true {
            let start = position
            while position < bytes.count, bytes[position] != .quote {
                noteLineEnd()
                position += 1
            }
            content += bytes[start..<position]
            guard position < bytes.count else {
                throw TableError(file, line: startLine, column: column, .unclosedQuote)
            }
            position += 1
            guard position < bytes.count, bytes[position] == .quote else { break }
            content.append(.quote)
            position += 1
        }
        guard position == bytes.count || bytes[position].endsField else {
            throw TableError(file, line: line, column: columnHere(), .textAfterQuote)
        }
        let text = String(decoding: content, as: UTF8.self)
        return Field(text: text, isQuoted: true, line: startLine, column: column)
    }

    /// Counts the line that a line end inside quotes begins.
    private mutating func noteLineEnd() {
        let isReturnBeforeFeed =
            bytes[position] == .carriageReturn && position + 1 < bytes.count && bytes[position + 1] == .lineFeed
        guard bytes[position].isLineEnd, !isReturnBeforeFeed else { return }
        line += 1
        counted = (position + 1, 1)
    }

    /// Goes past a line end, if one is here.
    private mutating func endLine() -> Bool {
        guard position < bytes.count, bytes[position].isLineEnd else { return false }
        let isPair =
            bytes[position] == .carriageReturn && position + 1 < bytes.count && bytes[position + 1] == .lineFeed
        position += isPair ? 2 : 1
        line += 1
        counted = (position, 1)
        return true
    }

    /// Code points from the start of the line, from 1.
    private mutating func columnHere() -> Int {
        let isContinuation = { (byte: UInt8) in byte & 0xC0 == 0x80 }
        counted.column += bytes[counted.position..<position].count { !isContinuation($0) }
        counted.position = position
        return counted.column
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// Where the first byte lies that is no UTF-8.
    private static func placeOfDamage(in bytes: [UInt8]) -> (line: Int, column: Int)? {
        guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
        var (line, column) = (1, 1)
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue("\n"): (line, column) = (line + 1, 1)
            case .scalarValue: column += 1
            case .emptyInput, .error: return (line, column)
            }
        }
    }
}

extension UInt8 {
    fileprivate static let comma = UInt8(ascii: ",")
    fileprivate static let quote = UInt8(ascii: "\"")
    fileprivate static let lineFeed = UInt8(ascii: "\n")
    fileprivate static let carriageReturn = UInt8(ascii: "\r")

    fileprivate var isLineEnd: Bool { self == .lineFeed || self == .carriageReturn }
    fileprivate var endsField: Bool { self == .comma || isLineEnd }
}
