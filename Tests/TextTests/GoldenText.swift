import Foundation
import Testing

@testable import Text

/// The recorded truths in `Tests/Golden/Text`, each with the script that made it.
enum GoldenText {
    /// A text and its ids.
    struct Tokens: Decodable {
        let text: String
        let ids: [Int32]

        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            text = try row.decode(String.self)
            ids = try row.decode([Int32].self)
        }
    }

    /// A prompt and its chunks.
    struct Prompt: Decodable {
        let text: String
        let chunks: [[PromptToken]]

        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            text = try row.decode(String.self)
            chunks = try row.decode([[Run]].self).map { runs in
                runs.flatMap { Array(repeating: $0.token, count: $0.count) }
            }
        }
    }

    /// One token, several times in a row.
    private struct Run: Decodable {
        let token: PromptToken
        let count: Int

        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            let content: PromptToken.Content
            if let id = try? row.decode(Int32.self) {
                content = .id(id)
            } else {
                let parts = try row.decode(String.self).split(separator: "#")
                content = .embedding(name: String(parts[0]), index: try #require(Int(parts[1])))
            }
            token = PromptToken(content, weight: try row.decode(Double.self))
            count = try row.decode(Int.self)
        }
    }

    static func read<Row: Decodable>(_ name: String, as row: Row.Type) throws -> [Row] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try decoder.decode([Row].self, from: Data(contentsOf: folder.appending(path: "Golden/Text/\(name)")))
    }
}
