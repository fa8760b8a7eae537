import Kernels
import Tensors
import TestSupport
import Testing
import Text

@testable import Models

struct TextBatchTests {
    private let model: LanguageModel

    init() throws {
        model = try LanguageModel(path: LanguageGolden.path("qwen3"))
    }

    private func request(_ text: String, tokens: Int, seed: UInt64 = 0) -> TextRequest {
        var limits = TextLimits(tokens: tokens)
        limits.heedsEnd = false
        var sampling = TokenSampling.greedy
        if seed > 0 {
            sampling = TokenSampling()
            sampling.temperature = 1.5
            sampling.seed = seed
        }
        return TextRequest(prompt: model.tokenizer.tokens(of: text), sampling: sampling, limits: limits)
    }

    private func alone(_ request: TextRequest, guessing guesses: TokenGuesses? = nil) throws -> WrittenText {
        var cache = model.network.emptyCache()
        return try model.write(
            after: request.prompt, &cache, sampling: request.sampling, limits: request.limits, guessing: guesses)
    }

    private static let beginning = "You are a helpful model that answers in one word only. "

    /// Texts of several lengths, greedy and drawn; some begin alike.
    private var requests: [TextRequest] {
        [
            request(Self.beginning + "What is red?", tokens: 9), request(Self.beginning + "Why?", tokens: 3, seed: 4),
            request("Hello", tokens: 12, seed: 2), request(Self.beginning + "Hello", tokens: 1),
            request("", tokens: 5), request(Self.beginning + "What is blue, and why?", tokens: 7, seed: 3),
        ]
    }

    @Test(arguments: [1, 2, 4, 8])
    func `texts that are written together are those that are written alone`(width: Int) throws {
        var told = [String](repeating: "", count: requests.count)
        let together = try model.write(requests, together: width) { index, piece, _ in told[index] += piece }
        #expect(try together == requests.map { try alone($0) })
        #expect(told == together.map(\.text))
    }

    @Test func `what all prompts begin with is read once`() throws {
        let asked = (0..<4).map { request(Self.beginning + "Question \($0)", tokens: 2) }
        #expect(model.recall(asked[0].prompt).count == 0)
        _ = try model.write(asked)
        let shared = model.tokenizer.tokens(of: Self.beginning).count
        #expect(model.recall(request(Self.beginning + "x", tokens: 1).prompt).count >= shared - 1)
        #expect(model.recall(asked[0].prompt).count == asked[0].prompt.count - 1)
        // What is recalled gives the same text.
        #expect(try model.write(asked) == asked.map { try alone($0) })
    }

    @Test func `only the latest prompts are remembered`() throws {
        let asked = (0..<10).map { request("\($0)\($0)\($0)" + Self.beginning, tokens: 1) }
        for request in asked { _ = try model.write([request]) }
        #expect(model.recall(asked[0].prompt).count == 0)
        #expect(model.recall(asked[9].prompt).count == asked[9].prompt.count - 1)
        #expect(model.recall(asked[9].prompt, .int8).count == 0)
    }

    @Test(arguments: [0, 5] as [UInt64])
    func `guesses change no text`(seed: UInt64) throws {
        let repeating = request("one two three one two three one two", tokens: 40, seed: seed)
        let plain = try alone(repeating)
        let other = try LanguageModel(path: LanguageGolden.path("qwen2"))
        // Its own drafts are always right; those of another are mostly wrong.
        for guesses in [.fromText(), .fromModel(model), .fromModel(other, count: 2)] as [TokenGuesses] {
            let guessed = try alone(repeating, guessing: guesses)
            #expect(guessed.tokens == plain.tokens && guessed.text == plain.text, "\(guesses)")
            #expect(guessed.rightGuesses <= guessed.guesses)
            // The last of several texts is written alone.
            var together = self.requests + [repeating]
            together[together.count - 1].guesses = guesses
            #expect(try model.write(together).last?.tokens == plain.tokens)
        }
    }

    @Test func `a text that repeats itself is guessed, and a model that knows everything is right`() throws {
        let repeating = request("one two three one two three one two", tokens: 60)
        var own = try alone(repeating, guessing: .fromModel(model))
        // It may rest, as guesses of a model of its own size are no quicker.
        #expect(own.guesses > 0 && own.rightGuesses == own.guesses)
        own = try alone(repeating, guessing: .fromText())
        #expect(own.guesses >= own.rightGuesses)
    }

    @Test func `only a model with the same words may guess`() throws {
        let other = try LanguageModel(path: LanguageGolden.path("llama"))
        #expect(throws: LanguageModelError(other.path, .otherVocabulary(than: model.path))) {
            try model.guesses(from: other)
        }
        let same = try LanguageModel(path: LanguageGolden.path("qwen3moe"))
        guard case .fromModel(let draft, _) = try model.guesses(from: same) else {
            Issue.record("no model")
            return
        }
        #expect(draft.path == same.path)
    }

    @Test func `a text goes on with its guesses where it comes to its end`() throws {
        var guesser = TokenGuesser(.fromText(), words: 100)
        #expect(try guesser.next(after: [7, 1, 2, 3, 1, 2, 3, 1, 2], limit: 7) == [3, 1, 2, 3, 1, 2, 3])
    }

    @Test func `guesses are tokens that followed the same before`() throws {
        var guesser = TokenGuesser(.fromText(count: 3), words: 100)
        #expect(try guesser.next(after: [1, 2, 3, 4, 5, 9, 2, 3], limit: 8) == [4, 5, 9])
        #expect(try guesser.next(after: [1, 2, 3, 4, 5, 9, 2, 3], limit: 1) == [4])
        #expect(try guesser.next(after: [1, 2, 3], limit: 8).isEmpty)
    }

    @Test func `a model remembers what it reads as it is told to`() throws {
        let model = try LanguageModel(path: LanguageGolden.path("qwen3"), remembering: .bytes)
        let asked = request(Self.beginning, tokens: 2)
        _ = try model.write([asked])
        let recalled = model.recall(asked.prompt)
        #expect(recalled.count == asked.prompt.count - 1)
        #expect(recalled.element == .int8)
        #expect(model.recall(asked.prompt, .float16).count == 0)
    }

    @Test(arguments: KeyValueElement.allCases)
    func `keys and values in fewer bits change little`(element: KeyValueElement) throws {
        let tokens = request(Self.beginning, tokens: 1).prompt
        var (exact, cache) = (model.network.emptyCache(.float32), model.network.emptyCache(element))
        let wanted = try model.network.read(tokens, &exact).array
        let found = try model.network.read(tokens, &cache).array
        #expect(relativeError(found, wanted) < (element == .int8 ? 0.05 : 0.02))
        #expect(cache.byteCount <= exact.byteCount)
    }

    @Test func `a pass that is cancelled leaves the memory as it was`() async throws {
        let network = model.network
        let task = Task {
            var cache = network.emptyCache()
            _ = try network.read([5, 6, 7], &cache)
            withUnsafeCurrentTask { $0?.cancel() }
            #expect(throws: CancellationError.self) { try network.read([8], &cache) }
            return cache.count
        }
        #expect(try await task.value == 3)
    }
}
