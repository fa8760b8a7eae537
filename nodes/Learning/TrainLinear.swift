import Engine
import LinearModels
import Tensors

/// What a small model is to tell.
enum LearningGoal: String, Choice {
    case classify
    case regress
}

/// Trains a small model on embeddings: labels by logistic regression, numbers by ridge regression.
struct TrainLinear: Node {
    static let displayName = "Train Linear Model"
    static let category = "learning"
    static let summary =
        "Train a small model that tells labels or numbers from embeddings, and say how well it does on samples it has not seen."

    @Input("The samples: embeddings of texts or pictures.") var embeddings: [TextEmbedding]
    @Input("What is true of each, in their order; or one text with a line for each.") var labels: [String]
    @Input("Labels, or numbers.") var goal = LearningGoal.classify
    @Input("How much large weights are held against the model; more for few samples.", in: 0...1_000_000, step: 0.01)
    var strength = 1.0
    @Input("In how many parts the samples are held back to be foretold.", in: 2...100, optional: true) var folds = 5

    @Output("model") var model: TrainedModel
    @Output("score") var score: Double
    @Output("report") var report: String

    func run(_ context: RunContext) throws {
        let width = embeddings.first?.rows.shape[1] ?? 0
        if let other = embeddings.first(where: { $0.rows.shape[1] != width }) {
            throw LearningError.otherWidth(other.rows.shape[1], wanted: width)
        }
        let rows = embeddings.reduce(0) { $0 + $1.rows.shape[0] }
        let samples = try Samples(
            features: embeddings.flatMap(\.rows.array), width: width, answers: try answers(for: rows))
        model = TrainedModel(model: try LinearModel(samples, strength: strength))
        try context.checkCancellation()
        let validation = try CrossValidation(samples, strength: strength, parts: folds)
        score = validation?.score ?? 0
        report = Self.report(samples.count, width, validation)
    }

    private func answers(for rows: Int) throws -> Samples.Answers {
        var names = labels
        if let text = names.first, names.count == 1, rows > 1 {
            names = text.split(whereSeparator: \.isNewline).map { $0.trimmed }.filter { !$0.isEmpty }
        }
        guard goal == .regress else { return .labels(names.map { $0[...].trimmed }) }
        return .values(
            try names.map { name in
                guard let value = Double(name[...].trimmed) else { throw LearningError.noNumber(name) }
                return value
            })
    }

    private static func report(_ count: Int, _ width: Int, _ validation: CrossValidation?) -> String {
        var lines = ["\(count) samples of \(width) numbers"]
        guard let validation else {
            return lines[0] + "\ntoo few samples to hold any back: give at least 2 of each label"
        }
        let score = "\((validation.score * 1000).rounded() / 1000)"
        guard !validation.labels.isEmpty else {
            lines.append("R² \(score), each of \(validation.parts) parts foretold from the others")
            return lines.joined(separator: "\n")
        }
        lines.append("\(score) of the labels right, each of \(validation.parts) parts foretold from the others")
        for (label, row) in zip(validation.labels, validation.confusion) {
            let guesses = zip(validation.labels, row).filter { $0.1 > 0 }.map { "\($0.1) as \($0.0)" }
            lines.append("\(label): \(guesses.joined(separator: ", "))")
        }
        return lines.joined(separator: "\n")
    }
}
