/// What a model learns from: numbers, and what is known of each row of them.
public struct Samples: Sendable {
    /// [N, width].
    public let features: [Float]
    public let width: Int
    public let answers: Answers

    public enum Answers: Sendable {
        case labels([String])
        case values([Double])

        var count: Int {
            switch self {
            case .labels(let labels): labels.count
            case .values(let values): values.count
            }
        }
    }

    public var count: Int { answers.count }

    /// - Throws: `LearningError` unless there is one answer for each row, and at least two of each kind that it takes.
    public init(features: [Float], width: Int, answers: Answers) throws(LearningError) {
        guard width > 0, features.count == answers.count * width else {
            throw .counts(rows: width > 0 ? features.count / width : 0, answers: answers.count)
        }
        guard features.allSatisfy(\.isFinite) else { throw .notFinite }
        switch answers {
        case .labels(let labels):
            guard Set(labels).count >= 2 else { throw .oneLabel }
        case .values(let values):
            guard values.count >= 2 else { throw .tooFew(values.count) }
            guard values.allSatisfy(\.isFinite) else { throw .notFinite }
        }
        self.features = features
        self.width = width
        self.answers = answers
    }

    var matrix: Matrix { Matrix(rows: count, columns: width, values: features.map(Double.init)) }

    /// Some of the rows.
    func picking(_ rows: [Int]) throws(LearningError) -> Samples {
        let features = rows.flatMap { self.features[$0 * width..<($0 + 1) * width] }
        switch answers {
        case .labels(let labels):
            return try Samples(features: features, width: width, answers: .labels(rows.map { labels[$0] }))
        case .values(let values):
            return try Samples(features: features, width: width, answers: .values(rows.map { values[$0] }))
        }
    }
}

/// Why nothing can be learned.
public enum LearningError: Error, Hashable, Sendable, CustomStringConvertible {
    case counts(rows: Int, answers: Int)
    case oneLabel
    case tooFew(Int)
    case notFinite
    case noNumber(String)
    case otherWidth(Int, wanted: Int)

    public var description: String {
        switch self {
        case .counts(let rows, let answers): "labels: there are \(answers) for \(rows) samples. Give one for each."
        case .oneLabel: "labels: all are the same. Give samples of at least two kinds."
        case .tooFew(let count): "labels: there are only \(count). Give at least 2."
        case .notFinite: "the samples: a number is infinite or none. Look at what they were made of."
        case .noNumber(let text): "labels: '\(text)' is no number. Write numbers, or choose to classify."
        case .otherWidth(let width, let wanted):
            "the sample: it has \(width) numbers, but the model was trained on \(wanted). Make it in the same way."
        }
    }
}
