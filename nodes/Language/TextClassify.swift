import Engine
import Foundation
import Models
import Tensors
import Text

/// Decides which of several labels a language model finds likeliest.
///
/// The labels are weighed as the model's own answers, so that the decision is exact and no prose has to be read.
struct TextClassify: RunsTogether {
    static let displayName = "Classify Text"
    static let category = "text"
    static let summary = "Let a language model choose one of several labels, by how likely it is to answer with each."

    @Input("The language model.") var clip: Writer
    @Input("The question, with the text that it is about.", multiline: true) var prompt: String
    @Input("The labels, one on each line.", multiline: true) var labels: String
    @Input("Whether the prompt is put as the model's chat template says.") var useDefaultTemplate = true

    @Output("label") var label: String
    @Output("index") var index: Int
    @Output("share") var share: Double

    func run(_ context: RunContext) throws { try Self.runTogether([self], context) }

    /// The questions of a list are read together, a few at a time; what all of them begin with is read once.
    static func runTogether(_ calls: [TextClassify], _ context: RunContext) throws {
        let models = try calls.map { try $0.clip.model() }
        let questions = try zip(calls, models).map { try $0.question(for: $1) }
        var finished = 0
        // Calls may bring models of their own.
        for places in Dictionary(grouping: calls.indices, by: { models[$0].kind }).values.sorted(by: { $0[0] < $1[0] })
        {
            let model = models[places[0]]
            try KeptBeginning(context.intermediates).recallShared(by: places.map { questions[$0] }, model)
            try model.readSharedBeginning(of: places.map { questions[$0] })
            for start in stride(from: 0, to: places.count, by: together) {
                let some = places[start..<min(start + together, places.count)]
                var caches = some.map { model.recall(questions[$0]) }
                let unread = zip(some, caches).map { Array(questions[$0][$1.count...]) }
                let states = try model.network.read(unread, &caches)
                var end = 0
                for (index, place) in some.enumerated() {
                    end += unread[index].count
                    let logits = try model.network.logits(states[rows: end - 1..<end]).array
                    try calls[place].decide(after: logits, caches[index], model)
                    finished += 1
                    try context.progress(finished, of: calls.count)
                }
            }
        }
    }

    /// Questions at a time.
    private static let together = 8

    private func question(for model: LanguageModel) throws -> [Int] {
        guard !names.isEmpty else { throw LanguageNodeError.noLabels }
        let question =
            useDefaultTemplate
            ? try model.tokens(of: [ChatMessage(role: "user", content: prompt)]) : model.tokenizer.tokens(of: prompt)
        guard !question.isEmpty else { throw LanguageNodeError.emptyText(input: "prompt") }
        try model.check(question)
        return question
    }

    private var names: [String] {
        labels.split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// - Parameters:
    ///   - logits: behind the question.
    ///   - cache: holds the question.
    private func decide(after logits: [Float], _ cache: KeyValueCache, _ model: LanguageModel) throws {
        let names = names
        let answers = names.map { model.tokenizer.tokens(of: $0, framed: false) }
        // All but their last tokens, all labels together.
        var caches = answers.map { _ in cache }
        let unread = answers.map { Array($0.dropLast()) }
        let count = unread.reduce(0) { $0 + $1.count }
        let rows = count > 0 ? try model.network.logits(model.network.read(unread, &caches)).rowArrays : []
        var start = 0
        let scores = answers.map { answer -> Double in
            guard let first = answer.first else { return -.infinity }
            let sum = answer.dropFirst().enumerated().reduce(Self.logShare(of: first, in: logits)) {
                $0 + Self.logShare(of: $1.element, in: rows[start + $1.offset])
            }
            start += answer.count - 1
            // The mean over the answer's tokens, so that long labels are not at a disadvantage.
            return sum / Double(answer.count)
        }
        let best = scores.indices.max { (scores[$0], $1) < (scores[$1], $0) } ?? 0
        let highest = scores[best]
        label = names[best]
        index = best
        share = 1 / scores.reduce(0) { $0 + exp($1 - highest) }
    }

    private static func logShare(of token: Int, in logits: [Float]) -> Double {
        let highest = Double(logits.max() ?? 0)
        let sum = logits.reduce(0) { $0 + exp(Double($1) - highest) }
        return Double(logits[token]) - highest - log(sum)
    }
}
