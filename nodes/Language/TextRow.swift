import Models
import Text

/// Texts that a model writes one after the other; what a prompt has in common with the one before is not read again.
struct TextRow {
    let model: LanguageModel
    let settings: WritingSettings
    let maxLength: Int
    private var cache: KeyValueCache
    private var prompt: [Int] = []

    init(model: LanguageModel, settings: WritingSettings, maxLength: Int) {
        self.model = model
        self.settings = settings
        self.maxLength = maxLength
        cache = model.network.emptyCache()
    }

    /// - Parameter tell: called for every token; may throw to stop.
    mutating func write(after tokens: [Int], tell: () throws -> Void) throws -> String {
        let shared = zip(prompt, tokens).prefix { $0 == $1 }.count
        cache.truncate(to: min(shared, cache.count, max(0, tokens.count - 1)))
        prompt = Array(tokens.prefix(cache.count))
        let limits = TextLimits(tokens: min(maxLength, max(1, model.room(behind: tokens))))
        let written = try model.write(
            after: tokens, &cache, sampling: settings.sampling, limits: limits, following: settings.grammar
        ) { _, _ in try tell() }
        prompt = tokens
        return written.text
    }
}
