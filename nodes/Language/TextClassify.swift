import Engine
import Foundation
import Models
import Tensors
import Text

/// Decides which of several labels a language model finds likeliest.
///
/// The labels are weighed as the model's own answers, so that the decision is exact and no prose has to be read.
struct TextClassify: Node {
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

    func run(_ context: RunContext) throws {
        let model = try clip.model()
        let names = labels.split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        guard !names.isEmpty else { throw LanguageNodeError.noLabels }
        let question =
            useDefaultTemplate
            ? try model.tokens(of: [ChatMessage(role: "user", content: prompt)]) : model.tokenizer.tokens(of: prompt)
        guard !question.isEmpty else { throw LanguageNodeError.emptyText(input: "prompt") }

        // The question is read once for all labels.
        var cache = model.network.emptyCache()
        let states = try model.network.read(question, &cache)
        let first = model.network.logits(states[rows: states.shape[0] - 1..<states.shape[0]]).array
        var scores: [Double] = []
        for (place, name) in names.enumerated() {
            let answer = model.tokenizer.tokens(of: name, framed: false)
            scores.append(try logLikelihood(of: answer, after: first, cache, model))
            try context.progress(place + 1, of: names.count)
        }
        let best = scores.indices.max { (scores[$0], $1) < (scores[$1], $0) } ?? 0
        let highest = scores[best]
        label = names[best]
        index = best
        share = 1 / scores.reduce(0) { $0 + exp($1 - highest) }
    }

    /// The mean over the answer's tokens, so that long labels are not at a disadvantage.
    private func logLikelihood(
        of answer: [Int], after logits: [Float], _ cache: KeyValueCache, _ model: LanguageModel
    ) throws -> Double {
        guard !answer.isEmpty else { return -.infinity }
        var cache = cache
        var sum = Self.logShare(of: answer[0], in: logits)
        if answer.count > 1 {
            let rows = model.network.logits(try model.network.read(Array(answer.dropLast()), &cache))
            for place in 1..<answer.count {
                sum += Self.logShare(of: answer[place], in: rows[rows: place - 1..<place].array)
            }
        }
        return sum / Double(answer.count)
    }

    private static func logShare(of token: Int, in logits: [Float]) -> Double {
        let highest = Double(logits.max() ?? 0)
        let sum = logits.reduce(0) { $0 + exp(Double($1) - highest) }
        return Double(logits[token]) - highest - log(sum)
    }
}
