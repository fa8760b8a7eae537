import Kernels
import Models
import Tensors
import TestSupport
import Testing
import Text

struct LlamaModelTests {
    @Test(arguments: LanguageGolden.names)
    func `every architecture finds llama.cpp's logits and next tokens`(name: String) throws {
        let golden = try LanguageGolden(name)
        let model = try LanguageModel(path: LanguageGolden.path(name))
        var cache = model.network.emptyCache(.float32)
        let states = try model.network.read(golden.prompt, &cache)
        let logits = try model.network.logits(states[rows: states.shape[0] - 1..<states.shape[0]]).array
        // The reference looks GELU up in a table of halves.
        #expect(relativeError(logits, golden.logits) < (name.hasPrefix("gemma") ? 2e-3 : 1e-4))

        var limits = TextLimits(tokens: golden.chosen.count)
        limits.heedsEnd = false
        var fresh = model.network.emptyCache(.float32)
        let written = try model.write(after: golden.prompt, &fresh, sampling: .greedy, limits: limits)
        #expect(written.tokens == golden.chosen)
    }

    @Test func `texts that may get long are told their positions in another way`() throws {
        let golden = try LanguageGolden("longrope")
        let model = try LanguageModel(path: LanguageGolden.path("longrope"))
        func logits(upTo length: Int) throws -> [Float] {
            var cache = model.network.emptyCache(.float32, upTo: length)
            let states = try model.network.read(golden.prompt, &cache)
            return try model.network.logits(states[rows: states.shape[0] - 1..<states.shape[0]]).array
        }
        let long = try #require(golden.longLogits)
        #expect(relativeError(long, golden.logits) > 1e-2)
        #expect(try relativeError(logits(upTo: 257), long) < 1e-4)
        #expect(try relativeError(logits(upTo: 256), golden.logits) < 1e-4)
        // What was read for a short text is of no use to a long one.
        var cache = model.network.emptyCache()
        _ = try model.network.read(golden.prompt, &cache)
        model.keep(golden.prompt, cache)
        #expect(model.recall(golden.prompt).count == golden.prompt.count - 1)
        #expect(model.recall(golden.prompt, upTo: 300).count == 0)
    }

    @Test(arguments: LanguageGolden.names)
    func `a text is cut into llama.cpp's tokens`(name: String) throws {
        let tokenizer = try LanguageModel(path: LanguageGolden.path(name)).tokenizer
        for example in try LanguageGolden(name).cases {
            #expect(tokenizer.tokens(of: example.text) == example.tokens, "\(example.text.debugDescription)")
            #expect(
                tokenizer.tokens(of: example.text, framed: false, readsMarks: false) == example.plain,
                "\(example.text.debugDescription)")
        }
    }

    @Test(arguments: ["llama", "qwen2"])
    func `tokens make the text again`(name: String) throws {
        let tokenizer = try LanguageModel(path: LanguageGolden.path(name)).tokenizer
        for text in ["Hello world", " two  spaces ", "na\u{EF}ve \u{65E5}\u{672C} \u{1F600}", "a\r\n\n\tb"] {
            #expect(tokenizer.text(of: tokenizer.tokens(of: text)) == text)
        }
    }

    @Test(arguments: ["llama", "gemma2", "qwen3moe"])
    func `reading token by token is reading at once`(name: String) throws {
        let golden = try LanguageGolden(name)
        let network = try LanguageModel(path: LanguageGolden.path(name)).network
        var together = network.emptyCache()
        let atOnce = try network.read(golden.prompt, &together)
        var cache = network.emptyCache()
        for (place, token) in golden.prompt.enumerated() {
            let state = try network.read([token], &cache)
            #expect(relativeError(state.array, atOnce[rows: place..<place + 1].array) < 1e-5)
        }
        #expect(cache.count == golden.prompt.count)
    }

    @Test(arguments: ["llama", "gemma2", "mixtral"])
    func `weights that are laid out while a model writes change nothing`(name: String) throws {
        let golden = try LanguageGolden(name)
        let network = try LanguageModel(path: LanguageGolden.path(name)).network
        func logits() throws -> [Float] {
            var cache = network.emptyCache()
            let states = try network.read(golden.prompt, &cache)
            return try network.logits(states).array
        }
        let inPlace = try logits()
        // More passes of a token than it takes to begin, and to be done.
        var cache = network.emptyCache()
        for _ in 0..<24 { _ = try network.read([golden.prompt[0]], &cache) }
        #expect(try logits() == inPlace)
    }

    @Test(arguments: [KeyValueElement.float16, .float32])
    func `what a model remembers can be written down and held again`(element: KeyValueElement) throws {
        let golden = try LanguageGolden("gemma2")
        let network = try LanguageModel(path: LanguageGolden.path("gemma2")).network
        let prompt = Array((0..<5).flatMap { _ in golden.prompt }.prefix(100))
        var cache = network.emptyCache(element)
        _ = try network.read(prompt, &cache)
        var held = network.emptyCache(element)
        let isHeld = held.hold(cache.numbers)
        #expect(isHeld)
        #expect(held.count == prompt.count)
        let (first, second) = (try network.read([prompt[3]], &held), try network.read([prompt[3]], &cache))
        #expect(first.array == second.array)
        var other = try LanguageModel(path: LanguageGolden.path("llama")).network.emptyCache(element)
        let isOtherHeld = other.hold(Array(cache.numbers.dropLast()))
        #expect(!isOtherHeld)
    }

    @Test func `a shortened memory reads on as if the rest had never been`() throws {
        let network = try LanguageModel(path: LanguageGolden.path("mixtral")).network
        var cache = network.emptyCache()
        _ = try network.read([5, 6, 7, 8, 9], &cache)
        cache.truncate(to: 2)
        let found = try network.read([10], &cache)
        var fresh = network.emptyCache()
        let wanted = try network.read([5, 6, 10], &fresh)
        #expect(relativeError(found.array, wanted[rows: 2..<3].array) < 1e-5)
    }
}
