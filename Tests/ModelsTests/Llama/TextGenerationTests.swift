import Foundation
import Testing
import Text

@testable import Models

struct TextGenerationTests {
    private let model: LanguageModel
    private let prompt: [Int]

    init() throws {
        model = try LanguageModel(path: LanguageGolden.path("mixtral"))
        prompt = model.tokenizer.tokens(of: "Hello world")
    }

    private func write(_ sampling: TokenSampling, _ limits: TextLimits) throws -> WrittenText {
        var cache = model.network.emptyCache()
        return try model.write(after: prompt, &cache, sampling: sampling, limits: limits)
    }

    private func endless(_ tokens: Int) -> TextLimits {
        var limits = TextLimits(tokens: tokens)
        limits.heedsEnd = false
        return limits
    }

    @Test func `the same seed writes the same text, and another seed another`() throws {
        var sampling = TokenSampling()
        sampling.temperature = 2
        sampling.seed = 7
        let first = try write(sampling, endless(20))
        #expect(try write(sampling, endless(20)) == first)
        sampling.seed = 8
        #expect(try write(sampling, endless(20)).tokens != first.tokens)
    }

    @Test func `one candidate leaves no choice`() throws {
        let greedy = try write(.greedy, endless(12)).tokens
        var sampling = TokenSampling()
        sampling.topK = 1
        #expect(try write(sampling, endless(12)).tokens == greedy)
        sampling.topK = 0
        sampling.topP = 0
        #expect(try write(sampling, endless(12)).tokens == greedy)
        sampling.topP = 1
        sampling.minP = 1
        #expect(try write(sampling, endless(12)).tokens == greedy)
    }

    @Test(arguments: [1, 5, 40, 2000])
    func `the largest of many numbers are found in order`(count: Int) {
        // Many are equal.
        let numbers = (0..<1000).map { Float($0 * 7919 % 97) } + [.nan, -.infinity]
        let order = numbers.indices.dropLast(2).sorted { (numbers[$1], $0) < (numbers[$0], $1) }
        #expect(numbers.largest(count) == Array(order.prefix(count)))
    }

    @Test(arguments: [(0.05, 0), (0.05, 30), (0, 0)] as [(Float, Int)])
    func `words are drawn as often as their shares say`(minP: Float, topK: Int) {
        var sampling = TokenSampling()
        (sampling.temperature, sampling.topP, sampling.minP, sampling.topK, sampling.seed) = (2, 0.9, minP, topK, 4)
        var sampler = TokenSampler(sampling)
        // Shares 0.4, 0.3, 0.2, 0.06, 0.04: the last two are beyond the nine tenths.
        let shares: [Float] = [0.06, 0.3, 0.04, 0.4, 0.2]
        let logits = shares.map { 2 * log($0) }
        var counts = [Int](repeating: 0, count: 5)
        for _ in 0..<20_000 { counts[sampler.next(logits, past: [])] += 1 }
        #expect(counts[0] == 0 && counts[2] == 0)
        for (count, share) in zip(counts, shares) where share > 0.1 {
            #expect(abs(Double(count) / 20_000 - Double(share) / 0.9) < 0.012)
        }
    }

    @Test(arguments: [(0.2, [1]), (0.6, [0, 1]), (0.8, [0, 1, 2])] as [(Float, [Int])])
    func `the typical are those about as surprising as one expects`(share: Float, wanted: [Int]) {
        var sampling = TokenSampling()
        (sampling.temperature, sampling.topK, sampling.topP, sampling.minP) = (1, 0, 1, 0)
        sampling.typicalP = share
        var sampler = TokenSampler(sampling)
        // The second is nearest to the entropy, 1.3 nats; then the first, the third.
        let logits = [0.5, 0.25, 0.125, 0.0625, 0.0625].map { Float(log($0)) }
        #expect(Set((0..<500).map { _ in sampler.next(logits, past: []) }).sorted() == wanted)
    }

    @Test func `penalties divide, or take off once, or for every time, within their window`() {
        func next(_ logits: [Float], _ past: [Int], _ change: (inout TokenSampling) -> Void) -> Int {
            var sampling = TokenSampling.greedy
            change(&sampling)
            var sampler = TokenSampler(sampling)
            return sampler.next(logits, past: past)
        }
        #expect(next([2, 1.9], [0]) { $0.repetitionPenalty = 1.04 } == 0)
        #expect(next([2, 1.9], [0]) { $0.repetitionPenalty = 1.1 } == 1)
        // What is unlikely becomes more so.
        #expect(next([-1, -1.05], [0]) { $0.repetitionPenalty = 1.1 } == 1)
        #expect(next([2, 1.5], [0, 0, 0]) { $0.presencePenalty = 0.4 } == 0)
        #expect(next([2, 1.5], [0, 0, 0]) { $0.frequencyPenalty = 0.2 } == 1)
        #expect(next([2, 1.5], [0, 1, 1]) { ($0.presencePenalty, $0.penaltyWindow) = (0.6, 2) } == 0)
    }

    @Test func `a penalty keeps words from coming back`() throws {
        var sampling = TokenSampling.greedy
        sampling.presencePenalty = 1000
        let tokens = try write(sampling, endless(30)).tokens
        #expect(Set(tokens).count == tokens.count)
        #expect(Set(tokens).isDisjoint(with: prompt))
    }

    @Test(arguments: [
        ("d, go", "hello worl"), ("hello", ""), ("nothing", "hello world, good night"), ("t", "hello world, good nigh"),
    ])
    func `a text ends before a stop, even one that is spread over tokens`(stop: String, wanted: String) {
        var stream = TextStream(tokenizer: model.tokenizer, stops: [stop, "never"])
        var told = ""
        for token in model.tokenizer.tokens(of: "hello world, good night", framed: false).dropFirst() {
            told += stream.add(token)
            if stream.isStopped { break }
        }
        told += stream.finish()
        #expect(told == wanted)
        #expect(stream.text == wanted)
        #expect(stream.isStopped == (stop != "nothing"))
    }

    @Test func `what is told piece by piece is the text`() throws {
        var cache = model.network.emptyCache()
        var told = ""
        let written = try model.write(
            after: prompt, &cache, sampling: .greedy, limits: endless(40),
            tell: { piece, _ in told += piece })
        #expect(told == written.text)
        #expect(cache.count == prompt.count + 39)
    }

    @Test func `what was read before is not read again`() throws {
        var cache = model.network.emptyCache()
        _ = try model.network.read(Array(prompt.dropLast()), &cache)
        let found = try model.write(after: prompt, &cache, sampling: .greedy, limits: endless(10))
        #expect(try write(.greedy, endless(10)).tokens == found.tokens)
    }

    @Test func `a text that does not fit is refused before anything is read`() throws {
        #expect(throws: LanguageModelError(model.path, .tooLong(tokens: prompt.count + 200, limit: 128))) {
            try write(.greedy, TextLimits(tokens: 200))
        }
    }

    @Test func `what fits behind a prompt is what may be written`() throws {
        #expect(model.room(behind: prompt) == 128 - prompt.count)
        #expect(model.room(behind: [Int](repeating: 1, count: 200)) == 0)
        _ = try write(.greedy, TextLimits(tokens: model.room(behind: prompt)))
    }

    @Test func `a number that is no token is refused`() throws {
        var cache = model.network.emptyCache()
        #expect(throws: LanguageModelError(model.path, .token(5000, of: 325))) {
            try model.write(after: [5000], &cache, sampling: .greedy, limits: TextLimits(tokens: 1))
        }
    }
}
