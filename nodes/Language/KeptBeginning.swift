import Cache
import Engine
import Models
import Tensors

/// What a language model remembers of the beginning of a prompt.
struct RememberedText: Port {
    static let portType = "REMEMBERED_TEXT"

    /// Keys and values of the layers.
    let numbers: [Tensor]

    var memoryCost: Int { numbers.reduce(0) { $0 + 4 * $1.count } }
}

extension RememberedText: StorablePort {
    static let storedKind = "remembered text"

    var stored: StoredValue? {
        StoredValue(
            tensors: Dictionary(
                uniqueKeysWithValues: numbers.enumerated().map { ("\($0.offset)", $0.element) }))
    }

    init?(_ stored: StoredValue) {
        let numbers = (0..<stored.tensors.count).compactMap { stored.tensors["\($0)"] }
        guard numbers.count == stored.tensors.count else { return nil }
        self.init(numbers: numbers)
    }
}

/// What many prompts begin with, such as a long instruction: read once, and kept for other runs of the program.
struct KeptBeginning {
    private let intermediates: Intermediates?
    private let key: ResultKey?

    /// Shorter beginnings are read sooner than found.
    private static let leastLength = 64

    /// - Parameter intermediates: of a node whose input `clip` is the model.
    init(_ intermediates: Intermediates?) {
        self.intermediates = intermediates
        key = intermediates?.key("the beginning of a prompt", version: 1, of: ["clip"])
    }

    /// Has `model` remember `tokens`, from an earlier run or by reading them.
    ///
    /// - Throws: as `LlamaModel.read`.
    func recall(_ tokens: [Int], _ model: LanguageModel) throws {
        guard tokens.count >= Self.leastLength, tokens.count < model.network.configuration.contextLength,
            let intermediates, let key = key?.joined(with: tokens.flatMap { Array("\($0),".utf8) })
        else { return }
        // One more token, as a prompt would have.
        guard model.recall(tokens + [tokens[0]]).count < tokens.count else { return }
        if let kept = intermediates.values(for: key)?.first as? RememberedText {
            var cache = model.emptyCache(upTo: tokens.count)
            if cache.hold(kept.numbers), cache.count == tokens.count { return model.keep(tokens, cache) }
        }
        let clock = ContinuousClock()
        let start = clock.now
        var cache = model.recall(tokens)
        _ = try model.network.read(Array(tokens[cache.count...]), &cache)
        model.keep(tokens, cache)
        guard cache.isWhole else { return }
        intermediates.keep(
            [RememberedText(numbers: cache.numbers)], for: key, seconds: (clock.now - start) / .seconds(1))
    }

    /// The same for what several prompts begin with, if they are several.
    ///
    /// - Throws: as `LlamaModel.read`.
    func recallShared(by prompts: [[Int]], _ model: LanguageModel) throws {
        guard prompts.count > 1, let first = prompts.first else { return }
        // A token of each has to be left to read.
        let shared = prompts.dropFirst().reduce(first.dropLast()) { Self.shared($0, $1.dropLast())[...] }
        try recall(Array(shared), model)
    }

    /// What both begin with.
    static func shared(_ first: some Collection<Int>, _ second: some Collection<Int>) -> [Int] {
        Array(first.prefix(zip(first, second).prefix { $0 == $1 }.count))
    }
}
