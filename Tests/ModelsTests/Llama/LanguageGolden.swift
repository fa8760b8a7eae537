import Foundation
import Models
import Testing

/// A small random language model, and what llama.cpp says of it.
struct LanguageGolden: Decodable {
    let prompt: [Int]
    let logits: [Float]
    /// Where the text may get longer than the model was trained for at first, if that makes a difference.
    let longLogits: [Float]?
    let chosen: [Int]
    let cases: [Case]

    struct Case: Decodable {
        let text: String
        let tokens: [Int]
        let plain: [Int]
    }

    static let names = [
        "llama", "mixtral", "llama3", "qwen2", "qwen3", "qwen3moe", "phi3", "gemma2", "gemma3", "yarn", "longrope",
    ]

    private static var folder: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Golden/Language")
    }

    static func path(_ name: String) -> String { folder.appending(path: "\(name).gguf").path }

    init(_ name: String) throws {
        let data = try Data(contentsOf: Self.folder.appending(path: "language.json"))
        self = try #require(try JSONDecoder().decode([String: LanguageGolden].self, from: data)[name])
    }
}
