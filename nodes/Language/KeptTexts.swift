import Engine

/// Texts that a node keeps one by one while it writes many.
struct KeptTexts {
    private let intermediates: Intermediates?
    private let key: ResultKey?

    /// - Parameters:
    ///   - names: the inputs that the texts depend on, besides what each is asked for with.
    init(_ intermediates: Intermediates?, purpose: String, version: Int, of names: [String]) {
        self.intermediates = intermediates
        key = intermediates?.key(purpose, version: version, of: names)
    }

    /// The text that was kept for `question`, or what `write` makes, which is then kept.
    func text(for question: String, _ write: () throws -> String) rethrows -> String {
        guard let intermediates, let key = key?.joined(with: Array(question.utf8)) else { return try write() }
        if let kept = intermediates.values(for: key)?.first as? String { return kept }
        let clock = ContinuousClock()
        let start = clock.now
        let text = try write()
        intermediates.keep([text], for: key, seconds: (clock.now - start) / .seconds(1))
        return text
    }
}
