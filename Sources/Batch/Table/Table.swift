import Formats
import JSON

/// Jobs as a table has them: a column for each input that changes, a row for each job.
public struct Table: Sendable {
    public let file: String
    /// NODE.INPUT each.
    public let columns: [String]
    public let rows: [Row]

    public struct Row: Sendable {
        /// Where it stands in the file, from 1.
        public let line: Int
        /// One for each column; nil leaves the input as the graph has it.
        public let values: [String?]
    }

    /// Reads `.csv`, or `.jsonl` (also `.ndjson`): one object a line, keys as columns.
    ///
    /// - Throws: `FileError`, `TableError`.
    public init(path: String) throws {
        let bytes = try readFile(path, limit: Self.byteLimit)
        let name = path.lowercased()
        if name.hasSuffix(".csv") {
            try self.init(csv: bytes, file: path)
        } else if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") {
            try self.init(jsonLines: bytes, file: path)
        } else {
            throw TableError(path, line: 1, .unknownKind)
        }
    }

    /// As much as a million rows of long prompts take.
    static let byteLimit = 1 << 30

    /// The first record names the columns. An empty field leaves the input as it is; a quoted empty one is an empty text.
    init(csv bytes: [UInt8], file: String) throws(TableError) {
        var reader = try CSVReader(bytes, of: file)
        guard let header = try reader.next() else { throw TableError(file, line: 1, .empty) }
        var seen: Set<String> = []
        for field in header.fields {
            let name = field.text
            guard !name.isEmpty else { throw TableError(file, line: field.line, column: field.column, .unnamedColumn) }
            guard seen.insert(name).inserted else {
                throw TableError(file, line: field.line, column: field.column, .repeatedColumn(name))
            }
        }
        var rows: [Row] = []
        while let row = try reader.next() {
            guard row.fields.count == header.fields.count else {
                throw TableError(
                    file, line: row.line, column: row.fields.last?.column,
                    .fieldCount(found: row.fields.count, expected: header.fields.count))
            }
            rows.append(
                Row(line: row.line, values: row.fields.map { $0.text.isEmpty && !$0.isQuoted ? nil : $0.text }))
        }
        guard !rows.isEmpty else { throw TableError(file, line: header.line, .empty) }
        self.file = file
        columns = header.fields.map(\.text)
        self.rows = rows
    }

    /// A key that a line lacks, or that is null, leaves the input as it is.
    init(jsonLines bytes: [UInt8], file: String) throws(TableError) {
        var columns: [String] = []
        var places: [String: Int] = [:]
        var found: [(line: Int, object: JSONObject)] = []
        for (index, text) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            var text = text
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            if index == 0, text.starts(with: mark) { text = text.dropFirst(mark.count) }
            if text.last == UInt8(ascii: "\r") { text = text.dropLast() }
            if text.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { continue }
            let object = try Self.object(Array(text), file: file, line: index + 1)
            for key in object.keys where places[key] == nil {
                guard !key.isEmpty else { throw TableError(file, line: index + 1, .unnamedColumn) }
                places[key] = columns.count
                columns.append(key)
            }
            found.append((index + 1, object))
        }
        guard !found.isEmpty else { throw TableError(file, line: 1, .empty) }
        self.file = file
        self.columns = columns
        rows = found.map { line, object in
            var values = [String?](repeating: nil, count: columns.count)
            for member in object {
                guard let place = places[member.key] else { continue }
                values[place] =
                    switch member.value {
                    case .null: nil
                    case .string(let text): text
                    default: member.value.serialized()
                    }
            }
            return Row(line: line, values: values)
        }
    }

    private static func object(_ text: [UInt8], file: String, line: Int) throws(TableError) -> JSONObject {
        do {
            let json = try JSONValue(parsing: text)
            guard case .object(let object) = json else {
                throw TableError(file, line: line, column: 1, .notAnObject(found: json.kind))
            }
            return object
        } catch let error as JSONError {
            throw TableError(file, line: line, column: error.column, .notJSON(error))
        } catch let error as TableError {
            throw error
        } catch {
            preconditionFailure("reading JSON threw \(error)")
        }
    }
}
