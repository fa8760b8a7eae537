import Formats
import Text

extension LanguageTokenizer {
    /// The tokenizer that a model's file brings.
    ///
    /// - Throws: `LanguageModelError` for a kind that is not known; `GGUFError` if something is missing or does not fit.
    public init(_ file: GGUFFile) throws {
        func value(_ key: String) -> GGUFValue? { file.metadata["tokenizer.ggml.\(key)"] }
        func fault(_ key: String, isMissing: Bool) -> GGUFError {
            let key = "tokenizer.ggml.\(key)"
            return GGUFError(file.path, isMissing ? .missing(key) : .unfit(key: key))
        }

        guard let model = value("model")?.string else { throw fault("model", isMissing: true) }
        guard let pieces = value("tokens")?.byteStrings else { throw fault("tokens", isMissing: true) }
        let kinds = value("token_type")?.ints?.map { TokenKind(rawValue: $0) ?? .normal }
        guard kinds.map({ $0.count == pieces.count }) ?? true else { throw fault("token_type", isMissing: false) }
        let vocabulary = Vocabulary(pieces: pieces, kinds: kinds)

        func token(_ key: String) throws -> Int? {
            guard let id = value(key)?.int else { return nil }
            // Some files say 2³² − 1 for none.
            if id == Int(UInt32.max) { return nil }
            guard pieces.indices ~= id else { throw fault(key, isMissing: false) }
            return id
        }
        let isBytePair = model == "gpt2"
        let splitterName = value("pre")?.string ?? "default"
        var framing = Framing(
            beginning: try token("bos_token_id"), end: try token("eos_token_id"),
            addsBeginning: value("add_bos_token")?.bool ?? !isBytePair, addsEnd: value("add_eos_token")?.bool ?? false)

        switch model {
        case "llama":
            guard let scores = value("scores")?.floats else { throw fault("scores", isMissing: true) }
            guard scores.count == pieces.count else { throw fault("scores", isMissing: false) }
            self = .sentencePiece(
                vocabulary, scores: scores, framing: framing, addsSpace: value("add_space_prefix")?.bool ?? true)
        case "gpt2":
            guard let merges = value("merges")?.byteStrings else { throw fault("merges", isMissing: true) }
            guard let splitter = WordSplitter(named: splitterName) else {
                throw LanguageModelError(file.path, .splitter(splitterName))
            }
            if splitter == .llama3 { framing.addsBeginning = value("add_bos_token")?.bool ?? true }
            self = .bytePair(vocabulary, merges: merges, splitter: splitter, framing: framing)
        default:
            throw LanguageModelError(file.path, .tokenizer(model))
        }
    }
}
