import JSON

/// What is wrong with a table, or with a file of values, and where.
public struct TableError: Error, Hashable, Sendable {
    public let file: String
    /// Lines and columns count from 1; a column counts characters, or fields where it says so.
    public let line: Int
    public let column: Int?
    public let problem: Problem

    init(_ file: String, line: Int, column: Int? = nil, _ problem: Problem) {
        self.file = file
        self.line = line
        self.column = column
        self.problem = problem
    }

    public enum Problem: Hashable, Sendable {
        case notText
        case empty
        case noLines
        case strayQuote
        case unclosedQuote
        case textAfterQuote
        case unnamedColumn
        case repeatedColumn(String)
        case fieldCount(found: Int, expected: Int)
        case notJSON(JSONError)
        case notAnObject(found: String)
        case unknownKind
    }
}

extension TableError: CustomStringConvertible {
    public var description: String {
        let place = "\(file.legible(limit: 400)):\(line)" + (column.map { ":\($0)" } ?? "")
        return "\(place): \(fact). \(remedy)"
    }

    private var fact: String {
        switch problem {
        case .notText: "this is no UTF-8 text"
        case .empty: "there are no rows"
        case .noLines: "there are no lines with text"
        case .strayQuote: "a quote stands in the middle of a field"
        case .unclosedQuote: "this quote is never closed"
        case .textAfterQuote: "a quoted field goes on after its closing quote"
        case .unnamedColumn: "a column has no name"
        case .repeatedColumn(let name): "two columns are called '\(name.legible())'"
        case .fieldCount(let found, let expected):
            "\(found) field\(found == 1 ? "" : "s") where the header has \(expected)"
        case .notJSON(let error): error.fact
        case .notAnObject(let found): "\(found) where a row should be"
        case .unknownKind: "the kind of table is not known"
        }
    }

    private var remedy: String {
        switch problem {
        case .notText: "Save the file as UTF-8."
        case .noLines: "Write one value on each line."
        case .empty: "Write a header and one row for each job."
        case .strayQuote: "Put the whole field into quotes and double those inside."
        case .unclosedQuote: "Close it; a quote inside a quoted field is written twice."
        case .textAfterQuote: "Put a comma after the quote, or double the quote."
        case .unnamedColumn: "Call it NODE.INPUT, such as 3.seed."
        case .repeatedColumn: "Keep one of them."
        case .fieldCount(let found, let expected):
            found > expected
                ? "Put fields that hold commas into quotes." : "Write a comma for each field, also for an empty one."
        case .notJSON(let error): error.remedy
        case .notAnObject: "Write one JSON object a line, such as {\"3.seed\": 42}."
        case .unknownKind: "Name a file that ends in .csv or .jsonl."
        }
    }
}
