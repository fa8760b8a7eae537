import Foundation
import JSON
import Testing

/// The files of JSONTestSuite, if `JSON_TEST_SUITE` names their folder: `y_` must be read, `n_` refused, `i_` may be either.
struct JSONTestSuiteTests {
    private static let folder = ProcessInfo.processInfo.environment["JSON_TEST_SUITE"]

    @Test(.enabled(if: folder != nil)) func `JSONTestSuite's verdict on every file is ours`() throws {
        let folder = try #require(Self.folder)
        var counts: [Character: Int] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where name.hasSuffix(".json") {
            guard let kind = name.first, name.dropFirst().first == "_" else { continue }
            let text = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
            let isRead = (try? JSONValue(parsing: text, .rfc8259)) != nil
            if kind != "i" { #expect(isRead == (kind == "y"), "\(name)") }
            counts[kind, default: 0] += 1
        }
        #expect(counts["y"] ?? 0 > 0 && counts["n"] ?? 0 > 0)
        print(
            "JSONTestSuite: \(counts["y"] ?? 0) to read, \(counts["n"] ?? 0) to refuse, \(counts["i"] ?? 0) either way")
    }
}
