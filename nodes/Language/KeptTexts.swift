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

    /// The text that was kept for `question`.
    func text(for question: String) -> String? {
        guard let intermediates, let key = key?.joined(with: Array(question.utf8)) else { return nil }
        return intermediates.values(for: key)?.first as? String
    }

    /// - Parameter seconds: what writing it took, or its share of what several took together.
    func keep(_ text: String, for question: String, seconds: Double) {
        guard let intermediates, let key = key?.joined(with: Array(question.utf8)) else { return }
        intermediates.keep([text], for: key, seconds: seconds)
    }
}
