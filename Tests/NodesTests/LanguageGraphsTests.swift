import Cache
import Engine
import Foundation
import Synchronization
import Testing

@testable import Nodes

/// Many texts in a graph: mapped, reduced, routed, filled in, kept.
struct LanguageGraphsTests {
    private static let texts = #"""
        "t": {"class_type": "SplitText", "inputs": {"text": "One sea. Two ships! Three men? Four birds. Five stones. Six.", "cut": "sentences", "size": 0}}
        """#
    private static let map = #"""
        "a": {"class_type": "TextMap", "inputs": {"clip": ["m", 0], "texts": ["t", 0], "prompt": "Say: {text}", "max_length": 5, "temperature": 0, "seed": 0}}
        """#

    private static func tell(_ link: String) -> String {
        #""tell": {"class_type": "Tell", "inputs": {"source": \#(link)}}"#
    }

    @Test func `each text of a list gets the answer that it would get alone`() async throws {
        let all = try await LanguageGraph.run("\(Self.texts), \(Self.map), \(Self.tell(#"["a", 0]"#))")
        #expect(all.told.count == 6)
        let one = Self.map.replacing(#"["t", 0]"#, with: #"["p", 0]"#)
        let alone = try await LanguageGraph.run(
            #""p": {"class_type": "PrimitiveString", "inputs": {"value": "Three men?"}}, \#(one), \#(Self.tell(#"["a", 0]"#))"#
        )
        #expect(alone.told == [all.told[2]])
    }

    @Test func `answers are kept one by one: more texts ask only about the new ones`() async throws {
        try await withFolders { folders in
            let tier = DiskResults(
                folder: CacheFolder(folders.temp + "/cache"), budget: 1 << 24, kinds: storablePorts, folders: folders)
            let graph = "\(Self.texts), \(Self.map), \(Self.tell(#"["a", 0]"#))"
            let first = try await LanguageGraph.run(graph, tier: tier)
            #expect(first.steps(of: "TextMap") == 6)
            let longer = graph.replacing("Six.", with: "Six. Seven.")
            let second = try await LanguageGraph.run(longer, tier: tier)
            #expect(second.steps(of: "TextMap") == 1)
            #expect(second.told.prefix(6) == first.told[...])
        }
    }

    @Test func `what every question begins with is read once, for other texts in other runs too`() async throws {
        let tier = RememberingTier()
        let words = (0..<26).map { "word\($0 % 7)" }.joined(separator: " ")
        let graph = "\(Self.texts), \(Self.map), \(Self.tell(#"["a", 0]"#))".replacing("Say: ", with: words + " ")
        let first = try await LanguageGraph.run(graph, model: "qwen2", tier: tier)
        #expect(tier.beginnings == .init(kept: 1, found: 0))
        // Another model in memory, as in another process.
        let other = graph.replacing("One sea. Two ships!", with: "Seven lakes. Two ships!")
        let second = try await LanguageGraph.run(other, model: "qwen2", tier: tier)
        #expect(tier.beginnings == .init(kept: 1, found: 1))
        #expect(second.told.dropFirst() == first.told.dropFirst())
        let fresh = try await LanguageGraph.run(other, model: "qwen2")
        #expect(second.told == fresh.told)
    }

    @Test(arguments: [
        #""class_type": "ChatGenerate", "inputs": {"message": ["t", 0], "system": "WORDS", "max_length": 3, "temperature": 0, "seed": 0, "#,
        #""class_type": "TextGenerate", "inputs": {"prompt": ["q", 0], "max_length": 3, "sampling_mode": "off", "#,
        #""class_type": "TextClassify", "inputs": {"prompt": ["q", 0], "labels": "a\nb", "use_default_template": true, "#,
    ])
    func `what the calls that a list brings begin with is kept on disk as well`(node: String) async throws {
        let tier = RememberingTier()
        let words = (0..<26).map { "word\($0 % 7)" }.joined(separator: " ")
        let graph = """
            \(Self.texts), \(Self.tell(#"["a", 0]"#)),
            "q": {"class_type": "StringConcatenate", "inputs": {"string_a": "WORDS", "string_b": ["t", 0], "delimiter": " "}},
            "a": {\(node)"clip": ["m", 0]}}
            """.replacing("WORDS", with: words)
        let first = try await LanguageGraph.run(graph, model: "qwen2", tier: tier)
        #expect(first.told.count == 6)
        #expect(tier.beginnings == .init(kept: 1, found: 0))
        let other = graph.replacing("One sea. Two ships!", with: "Seven lakes. Two ships!")
        let second = try await LanguageGraph.run(other, model: "qwen2", tier: tier)
        #expect(tier.beginnings == .init(kept: 1, found: 1))
        #expect(second.told.dropFirst() == first.told.dropFirst())
        #expect(second.told == (try await LanguageGraph.run(other, model: "qwen2")).told)
    }

    @Test func `what was read is remembered as the loader says`() async throws {
        let graph = #"""
            "a": {"class_type": "TextGenerate", "inputs": {"clip": ["m", 0], "prompt": "one two three four five", "max_length": 90, "sampling_mode": "on", "sampling_mode.temperature": 2, "sampling_mode.top_k": 0, "sampling_mode.top_p": 1, "sampling_mode.min_p": 0, "sampling_mode.repetition_penalty": 1, "sampling_mode.seed": 1}},
            "b": {"class_type": "LanguageModelLoader", "inputs": {"model_name": "model.gguf", "kv_cache": "q8_0"}},
            "tell": {"class_type": "Tell", "inputs": {"source": ["a", 0]}}
            """#
        let halves = try await LanguageGraph.run(graph, model: "qwen2").told
        let bytes = try await LanguageGraph.run(
            graph.replacing(#"["m", 0]"#, with: #"["b", 0]"#), model: "qwen2"
        ).told
        // A digit less draws another word sooner or later.
        #expect(halves != bytes && !bytes[0].isEmpty)
    }

    @Test(arguments: ["", #", "draft": ["m", 0]"#])
    func `what is guessed ahead changes no text`(draft: String) async throws {
        let graph = { (clip: String) in
            #"""
            "g": {"class_type": "GuessAhead", "inputs": {"clip": ["m", 0]\#(draft)}},
            "a": {"class_type": "TextGenerate", "inputs": {"clip": ["\#(clip)", 0], "prompt": "one two one two one two one", "max_length": 40, "sampling_mode": "off"}},
            "b": {"class_type": "ChatGenerate", "inputs": {"clip": ["\#(clip)", 0], "message": "one two one two one two one", "max_length": 40, "temperature": 1.5, "seed": 3}},
            "c": {"class_type": "StringConcatenate", "inputs": {"string_a": ["a", 0], "string_b": ["b", 0], "delimiter": "|"}},
            "tell": {"class_type": "Tell", "inputs": {"source": ["c", 0]}}
            """#
        }
        let plain = try await LanguageGraph.run(graph("m"), model: "qwen2").told
        #expect(plain.count == 1 && plain[0].count > 20)
        #expect(try await LanguageGraph.run(graph("g"), model: "qwen2").told == plain)
    }

    @Test func `texts are reduced group by group until one is left`() async throws {
        let reduce = #"""
            "r": {"class_type": "TextReduce", "inputs": {"clip": ["m", 0], "texts": ["t", 0], "prompt": "Join: {text}", "group_size": 2, "max_length": 4, "temperature": 0, "seed": 0}}
            """#
        let run = try await LanguageGraph.run("\(Self.texts), \(reduce), \(Self.tell(#"["r", 0]"#))")
        #expect(run.told.count == 1)
        // Six become three, two and one.
        #expect(run.started.filter { $0 == "TextMap" }.count == 3)
        #expect((3...6).contains(run.steps(of: "TextMap")))
    }

    @Test func `only the branch that a number chooses is run, pushed or pulled`() async throws {
        let route = #"""
            "n": {"class_type": "PrimitiveInt", "inputs": {"value": 1}},
            "v": {"class_type": "PrimitiveString", "inputs": {"value": "hard"}},
            "r": {"class_type": "TextRoute", "inputs": {"value": ["v", 0], "index": ["n", 0]}},
            "0": {"class_type": "StringLength", "inputs": {"string": ["r", 0]}},
            "1": {"class_type": "CaseConverter", "inputs": {"string": ["r", 1], "mode": "UPPERCASE"}},
            "2": {"class_type": "Tell", "inputs": {"source": ["0", 0]}}, "3": {"class_type": "Tell", "inputs": {"source": ["1", 0]}}
            """#
        let pushed = try await LanguageGraph.run(route)
        #expect(pushed.told == ["HARD"])
        #expect(!pushed.started.contains("StringLength"))
        let pull = #"""
            "n": {"class_type": "PrimitiveInt", "inputs": {"value": 5}},
            "0": {"class_type": "StringLength", "inputs": {"string": "easy"}},
            "1": {"class_type": "CaseConverter", "inputs": {"string": "hard", "mode": "UPPERCASE"}},
            "s": {"class_type": "TextSwitch", "inputs": {"index": ["n", 0], "branch_0": ["0", 0], "branch_1": ["1", 0]}}
            """#
        let pulled = try await LanguageGraph.run("\(pull), \(Self.tell(#"["s", 0]"#))")
        #expect(pulled.told == ["HARD"])
        #expect(!pulled.started.contains("StringLength"))
        let easy = try await LanguageGraph.run(
            "\(pull.replacing(#""value": 5"#, with: #""value": 0"#)), \(Self.tell(#"["s", 0]"#))")
        #expect(easy.told == ["4"])
        #expect(!easy.started.contains("CaseConverter"))
    }

    @Test func `texts are loaded, and saved whole under numbers`() async throws {
        try await withFolders { folders in
            let run = try await LanguageGraph.run(
                #"""
                "l": {"class_type": "LoadText", "inputs": {"file": "book.txt"}},
                "s": {"class_type": "SplitText", "inputs": {"text": ["l", 0], "cut": "paragraphs", "size": 0}},
                "x": {"class_type": "SaveTexts", "inputs": {"texts": ["s", 0], "filename_prefix": "parts", "format": "jsonl"}},
                "tell": {"class_type": "Tell", "inputs": {"source": ["s", 0]}}
                """#, input: ["book.txt": "\u{FEFF}Erstens é.\n\nZweitens.\n\n\n{\"a\": 1}\n"])
            #expect(run.told == ["Erstens é.", "Zweitens.", "{\"a\": 1}"])
            let saved = run.events.compactMap { if case .saved(_, let path) = $0 { path } else { nil } }
            #expect(saved.map { URL(filePath: $0).lastPathComponent } == ["parts_00001_.jsonl"])
        }
    }

    @Test(arguments: [
        (TextFileFormat.jsonl, "{\"a\":1}\n{\"text\":\"b\\nc\"}\n"), (.md, "{\"a\": 1}\n\nb\nc"),
        (.txt, "{\"a\": 1}\nb\nc"),
    ])
    func `a list of texts becomes one file`(format: TextFileFormat, content: String) {
        #expect(format.content(of: ["{\"a\": 1}", "b\nc"]) == content)
    }
}

/// Keeps everything in memory, and counts what is remembered of prompts.
private final class RememberingTier: ResultTier {
    struct Counts: Equatable {
        var kept = 0
        var found = 0
    }

    private let state = Mutex((results: [ResultKey: NodeResult](), counts: Counts()))

    var beginnings: Counts { state.withLock { $0.counts } }

    func find(_ key: ResultKey) -> StoredResult? {
        state.withLock { $0.results[key].map { StoredResult(saved: $0.saved, seconds: $0.seconds) } }
    }

    func result(for key: ResultKey) -> NodeResult? {
        state.withLock { state in
            guard let result = state.results[key] else { return nil }
            if Self.isBeginning(result) { state.counts.found += 1 }
            return result
        }
    }

    func keep(_ result: NodeResult, for key: ResultKey, madeBy maker: ResultMaker) {
        // As a disk would: a model in memory is none of it.
        guard result.outputs.allSatisfy({ $0.items.allSatisfy { $0 is any StorablePort } }) else { return }
        state.withLock { state in
            state.results[key] = result
            if Self.isBeginning(result) { state.counts.kept += 1 }
        }
    }

    func forget(_ key: ResultKey) { _ = state.withLock { $0.results.removeValue(forKey: key) } }

    private static func isBeginning(_ result: NodeResult) -> Bool {
        result.outputs.contains { $0.items.contains { $0 is RememberedText } }
    }
}
