import Engine
import Foundation
import Grammars
import JSON
import Models
import Tensors
import Testing
import Text

@testable import Nodes

/// Nodes with a language model, one by one.
struct LanguageNodesTests {
    private static func writer(_ name: String = "llama") throws -> Writer {
        let path = LanguageGraph.golden.appending(path: "\(name).gguf").path
        return try #require(Writer.accepting(WritingModel(model: try LanguageModel(path: path), memoryCost: 0)))
    }

    private static func generate(_ change: (TextGenerate) -> Void) throws -> String {
        let node = TextGenerate()
        node.clip = try writer()
        node.prompt = "the sea"
        node.maxLength = 12
        node.temperature = 2
        change(node)
        try withFolders { try node.run(RunContext(folders: $0)) }
        return node.generatedText
    }

    @Test func `the same seed writes the same, another seed another, and sampling off always the likeliest`() throws {
        let first = try Self.generate { $0.seed = 1 }
        #expect(try Self.generate { $0.seed = 1 } == first)
        #expect(try Self.generate { $0.seed = 2 } != first)
        let likeliest = try Self.generate { $0.samplingMode = .off }
        #expect(
            try Self.generate {
                $0.topK = 1; $0.repetitionPenalty = 1; $0.seed = 5
            } == likeliest)
    }

    @Test func `what the model cannot look at is refused by name`() throws {
        #expect(throws: LanguageNodeError.readsTextOnly(input: "audio")) {
            try Self.generate { $0.audio = Sound(memoryCost: 0) }
        }
    }

    @Test func `an embedding has length 1, and a text is most like itself`() throws {
        func embedding(_ text: String, _ pooling: EmbeddingPooling) throws -> TextEmbedding {
            let node = TextEmbed()
            (node.clip, node.text, node.pooling) = (try Self.writer("qwen2"), text, pooling)
            try withFolders { try node.run(RunContext(folders: $0)) }
            return node.embedding
        }
        func similarity(_ a: TextEmbedding, _ b: TextEmbedding) throws -> Double {
            let node = TextSimilarity()
            (node.a, node.b) = (a, b)
            try withFolders { try node.run(RunContext(folders: $0)) }
            return node.similarity
        }
        for pooling in EmbeddingPooling.allCases {
            let sea = try embedding("the sea at night", pooling)
            #expect(abs(try similarity(sea, sea) - 1) < 1e-5)
            #expect(try similarity(sea, embedding("a letter to the bank", pooling)) < 0.999)
        }
        #expect(throws: LanguageNodeError.emptyText(input: "text")) { try embedding("", .mean) }
    }

    @Test func `a label is chosen by what the model would say, whatever the order of the labels`() throws {
        func classify(_ labels: String) throws -> TextClassify {
            let node = TextClassify()
            (node.clip, node.prompt, node.labels) = (try Self.writer(), "Is the sea wet?", labels)
            try withFolders { try node.run(RunContext(folders: $0)) }
            return node
        }
        let one = try classify("yes\nno\nperhaps")
        let other = try classify("perhaps\n\n no \nyes")
        #expect(one.label == other.label)
        #expect(abs(one.share - other.share) < 1e-9)
        #expect(["yes", "no", "perhaps"][one.index] == one.label)
        #expect(one.share > 1.0 / 3 && one.share <= 1)
        #expect(throws: LanguageNodeError.noLabels) { try classify(" \n") }
    }

    @Test func `a conversation goes on, and an answer may be held to a schema`() throws {
        let schema = #"{"type": "object", "properties": {"mood": {"enum": ["glad", "sad"]}}, "required": ["mood"]}"#
        func say(_ text: String, _ history: Conversation?) throws -> ChatGenerate {
            let node = ChatGenerate()
            (node.clip, node.message, node.history) = (try Self.writer("qwen2"), text, history)
            (node.system, node.maxLength, node.schema) = ("Be short.", 30, schema)
            try withFolders { try node.run(RunContext(folders: $0)) }
            return node
        }
        let first = try say("Hello", nil)
        let second = try say("And now?", first.conversation)
        let validator = try SchemaValidator(JSONValue(parsing: Array(schema.utf8)))
        #expect(try validator.accepts(JSONValue(parsing: Array(second.reply.utf8))))
        #expect(second.conversation.messages.map(\.role) == ["system", "user", "assistant", "user", "assistant"])
        #expect(second.conversation.messages[3].content == "And now?")
        #expect(try Conversation(second.conversation.json).messages == second.conversation.messages)
    }

    @Test func `what a list brings is written, embedded and decided together as it would be alone`() async throws {
        let writer = try Self.writer("qwen2")
        let texts = ["the sea", "a letter to the bank, written at night", "stones"]
        func apart<Call: RunsTogether>(_ calls: () -> [Call]) async throws -> ([Call], [Call]) {
            let (together, alone) = (calls(), calls())
            try await withFolders { folders in
                try await Call.runTogether(together, RunContext(folders: folders))
                for call in alone { try await Call.runTogether([call], RunContext(folders: folders)) }
            }
            return (together, alone)
        }
        let chats = try await apart {
            texts.map { text in
                let node = ChatGenerate()
                (node.clip, node.message, node.system, node.maxLength) = (writer, text, "Be short.", 9)
                return node
            }
        }
        #expect(chats.0.map(\.reply) == chats.1.map(\.reply))
        #expect(chats.0.map(\.conversation.messages.count) == [3, 3, 3])
        let embeddings = try await apart {
            texts.map { text in
                let node = TextEmbed()
                (node.clip, node.text) = (writer, text)
                return node
            }
        }
        #expect(embeddings.0.map(\.embedding.rows.array) == embeddings.1.map(\.embedding.rows.array))
        let decisions = try await apart {
            texts.map { text in
                let node = TextClassify()
                (node.clip, node.prompt, node.labels) = (writer, "Wet or dry: \(text)?", "wet\ndry\nneither of both")
                return node
            }
        }
        #expect(decisions.0.map(\.label) == decisions.1.map(\.label))
        #expect(decisions.0.map(\.share) == decisions.1.map(\.share))
    }

    @Test(arguments: [
        (
            #"[{"role": "user"}]"#,
            "the conversation: message 1 has no 'role' or no 'content'. Write each as {\"role\": \"user\", \"content\": \"…\"}."
        )
    ])
    func `what is no conversation is told`(text: String, sentence: String) throws {
        let error = #expect(throws: ConversationError.self) {
            try Conversation(JSONValue(parsing: Array(text.utf8)))
        }
        #expect(error?.description == sentence)
    }

    @Test func `a schema that cannot be kept to is told before anything runs`() throws {
        let node = ChatGenerate()
        node.schema = #"{"not": {}}"#
        #expect(throws: SchemaError.self) { try withFolders { try node.check(in: $0) } }
        node.grammar = "root ::= \"a\""
        #expect(throws: LanguageNodeError.twoGrammars) { try withFolders { try node.check(in: $0) } }
    }
}
