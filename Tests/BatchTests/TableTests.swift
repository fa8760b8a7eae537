import Testing

@testable import Batch

struct TableTests {
    @Test func `quoted fields hold commas, quotes and lines`() throws {
        let table = try csv("3.seed,6.text\n1,\"a \"\"red\"\" house,\nat dusk\"\n2,plain\n")
        #expect(table.columns == ["3.seed", "6.text"])
        #expect(table.rows.map(\.values) == [["1", "a \"red\" house,\nat dusk"], ["2", "plain"]])
        #expect(table.rows.map(\.line) == [2, 4])
    }

    @Test(arguments: ["a.b,c.d\r\n1,2\r\n3,4\r\n", "\u{FEFF}a.b,c.d\n1,2\n\n3,4", "a.b,c.d\r1,2\r3,4\r"])
    func `line ends of every system, byte order marks and empty lines do no harm`(text: String) throws {
        let table = try csv(text)
        #expect(table.columns == ["a.b", "c.d"])
        #expect(table.rows.map(\.values) == [["1", "2"], ["3", "4"]])
    }

    @Test func `an empty field leaves the input alone, a quoted one empties it`() throws {
        #expect(try csv("a.b,c.d\n,\"\"\n").rows[0].values == [nil, ""])
    }

    static let faults: [(String, String)] = [
        ("", "t.csv:1: there are no rows. Write a header and one row for each job."),
        ("a.b\n", "t.csv:1: there are no rows. Write a header and one row for each job."),
        ("a.b,,c.d\n1,2,3\n", "t.csv:1:5: a column has no name. Call it NODE.INPUT, such as 3.seed."),
        ("a.b,a.b\n1,2\n", "t.csv:1:5: two columns are called 'a.b'. Keep one of them."),
        (
            "a.b,c.d\n1,2\n1\n",
            "t.csv:3:1: 1 field where the header has 2. Write a comma for each field, also for an empty one."
        ),
        (
            "a.b,c.d\n1,häuser, rot\n",
            "t.csv:2:10: 3 fields where the header has 2. Put fields that hold commas into quotes."
        ),
        (
            "a.b,c.d\n1,a \"red\" house\n",
            "t.csv:2:5: a quote stands in the middle of a field. Put the whole field into quotes and double those inside."
        ),
        (
            "a.b,c.d\r\n1,\"open\r\n2,3\r\n",
            "t.csv:2:3: this quote is never closed. Close it; a quote inside a quoted field is written twice."
        ),
        (
            "a.b,c.d\n\"x\ny\"z,3\n",
            "t.csv:3:3: a quoted field goes on after its closing quote. Put a comma after the quote, or double the quote."
        ),
    ]

    @Test(arguments: faults)
    func `a fault in a table is told with line and column`(text: String, sentence: String) {
        #expect(throws: TableError.self) { try csv(text) }
        do { _ = try csv(text) } catch { #expect("\(error)" == sentence) }
    }

    @Test func `bytes that are no text are told where they stand`() {
        do {
            _ = try Table(csv: Array("a.b\nab".utf8) + [0xFF], file: "t.csv")
            Issue.record("it was read")
        } catch {
            #expect("\(error)" == "t.csv:2:3: this is no UTF-8 text. Save the file as UTF-8.")
        }
    }

    @Test func `JSON lines may leave inputs out and hold values of every kind`() throws {
        let text = "{\"3.seed\": 18446744073709551615, \"6.text\": \"dawn\"}\r\n\n{\"9.on\": true, \"6.text\": null}\n"
        let table = try Table(jsonLines: Array(text.utf8), file: "t.jsonl")
        #expect(table.columns == ["3.seed", "6.text", "9.on"])
        #expect(table.rows.map(\.values) == [["18446744073709551615", "dawn", nil], [nil, nil, "true"]])
        #expect(table.rows.map(\.line) == [1, 3])
    }

    @Test func `a fault in JSON lines is told with line and column`() {
        let sentences = ["{\"a.b\": 1}\n{\"a.b\": }\n", "[1]\n"].map { text in
            do {
                _ = try Table(jsonLines: Array(text.utf8), file: "t.jsonl")
                return "it was read"
            } catch {
                return "\(error)"
            }
        }
        #expect(sentences[0].hasPrefix("t.jsonl:2:9: "))
        #expect(sentences[1].hasPrefix("t.jsonl:1:1: "))
        #expect(
            sentences[1].hasSuffix(" where a row should be. Write one JSON object a line, such as {\"3.seed\": 42}."))
    }

    private func csv(_ text: String) throws -> Table { try Table(csv: Array(text.utf8), file: "t.csv") }
}
