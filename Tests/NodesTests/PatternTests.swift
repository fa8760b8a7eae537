import Engine
import Foundation
import TestSupport
import Testing

@testable import Nodes

/// Truth: Python's `re` and `str.format`, recorded by `Tests/Golden/Nodes/record_patterns.py`.
struct PatternTests {
    @Test func `patterns find what Python's find`() throws {
        let cases = try Self.recorded().patterns
        #expect(cases.count == 900)
        #expect(cases.filter { $0.result == .refused }.count > 100)
        for item in cases {
            #expect(Self.outcome(of: item) == item.result, "\(item)")
        }
    }

    @Test func `values are written as Python writes them`() throws {
        let cases = try Self.recorded().formats
        #expect(cases.count == 630)
        for item in cases {
            let text = try? FormatTemplate(item.template).filled { (_) throws(FormatError) -> Literal in item.value }
            #expect(text == item.text, "\(item)")
        }
    }

    static let sentences: [(String, PatternError, String)] = [
        (
            "a(b", .unreadable("missing ), unterminated subpattern", at: 1),
            "the pattern: missing ), unterminated subpattern at position 1. Write a regular expression of Python's."
        ),
        (
            "(?<=a*)b", .unreadable("look-behind requires fixed-width pattern", at: nil),
            "the pattern: look-behind requires fixed-width pattern. Write a regular expression of Python's."
        ),
        (
            "a**", .unreadable("multiple repeat", at: 2),
            "the pattern: multiple repeat at position 2. Write a regular expression of Python's."
        ),
    ]

    @Test(arguments: sentences)
    func `a pattern that cannot be read is an error with a sentence`(
        pattern: String, error: PatternError, sentence: String
    ) {
        #expect(throws: error) { try Self.pattern(pattern) }
        #expect("\(error)" == sentence)
    }

    @Test func `a group that is not there cannot be put in place of a match`() throws {
        let error = PatternError.template("invalid group reference 2", at: 1)
        #expect(throws: error) { try Self.pattern("(a)").replacing(in: "b", with: "\\2", limit: .max) }
        #expect(
            "\(error)"
                == "the replacement: invalid group reference 2 at position 1. Write \\\\ for a backslash, and \\1 for a group that there is."
        )
    }

    @Test func `deep patterns and long texts are no danger`() throws {
        #expect(throws: PatternError.self) { try Self.pattern(String(repeating: "(", count: 10_000)) }
        let text = String(repeating: "ab", count: 100_000)
        #expect(try Self.pattern("(?:a|b)*c|(ab)+$").matches(in: text) == [[text, "ab"]])
    }

    @Test func `a pattern that takes for ever stops when nobody waits`() async throws {
        let task = Task { try Self.pattern("(a*)*(a*)*(a*)*b").matches(in: String(repeating: "a", count: 200)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    private static func pattern(_ text: String, _ flags: String = "") throws(PatternError) -> Pattern {
        try Pattern(
            text, ignoresCase: flags.contains("i"), linesEndAnchors: flags.contains("m"),
            dotMatchesNewline: flags.contains("s"))
    }

    private static func outcome(of item: Recorded.Case) -> Recorded.Outcome {
        do {
            let pattern = try pattern(item.pattern, item.flags)
            switch item.mode {
            case "find": return .found(try pattern.matches(in: item.text))
            case "replace": return .text(try pattern.replacing(in: item.text, with: item.template, limit: .max))
            default: return .text(try pattern.replacing(in: item.text, with: item.template, limit: 2))
            }
        } catch {
            return .refused
        }
    }

    private static func recorded() throws -> Recorded {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Golden/Nodes/patterns.json")
        return try JSONDecoder().decode(Recorded.self, from: Data(contentsOf: file))
    }
}

private struct Recorded: Decodable {
    let patterns: [Case]
    let formats: [Format]

    enum Outcome: Hashable {
        case refused, text(String), found([[String?]])
    }

    struct Case: Decodable {
        let pattern: String, text: String, flags: String, mode: String, template: String
        let result: Outcome

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            pattern = try list.decode(String.self)
            text = try list.decode(String.self)
            flags = try list.decode(String.self)
            mode = try list.decode(String.self)
            template = try list.decode(String.self)
            if try list.decodeNil() {
                result = .refused
            } else if mode == "find" {
                result = .found(try list.decode([[String?]].self))
            } else {
                result = .text(try list.decode(String.self))
            }
        }
    }

    struct Format: Decodable {
        let template: String
        let value: Literal
        let text: String?

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            template = try list.decode(String.self)
            if let answer = try? list.decode(Bool.self) {
                value = .boolean(answer)
            } else if let text = try? list.decode(String.self) {
                value = .text(text)
            } else {
                let number = try list.decode(Double.self)
                // The whole numbers below that are recorded are all integers.
                value = number == number.rounded() && abs(number) < 1e9 ? .integer(Int128(number)) : .number(number)
            }
            text = try list.decodeIfPresent(String.self)
        }
    }
}
