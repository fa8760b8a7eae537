/// How well a model does on samples that it has not seen: each part of them is foretold by a model of the others.
public struct CrossValidation: Hashable, Sendable {
    /// The share of right labels; for values, the share of their variance that is explained (R²).
    public let score: Double
    public let parts: Int
    /// Foretold labels by true ones: [true, foretold], in the order of `labels`; empty for values.
    public let confusion: [[Int]]
    public let labels: [String]

    /// - Parameter parts: at most as many as the rarest label has samples, or as there are samples.
    /// - Returns: nil if there are too few samples to hold any back.
    public init?(_ samples: Samples, strength: Double, parts: Int) throws(LearningError) {
        let groups = Self.groups(samples)
        let rarest = groups.map(\.count).min() ?? 0
        let parts = min(parts, rarest)
        guard parts >= 2 else { return nil }
        // Every part has its share of each label, in the order of the samples.
        var part = [Int](repeating: 0, count: samples.count)
        for group in groups { for (place, row) in group.enumerated() { part[row] = place % parts } }
        var foretold = [(row: Int, sums: [Double], labels: [String])]()
        for held in 0..<parts {
            let model = try LinearModel(
                samples.picking(part.indices.filter { part[$0] != held }), strength: strength)
            for row in part.indices where part[row] == held {
                let sample = Array(samples.features[row * samples.width..<(row + 1) * samples.width])
                foretold.append((row, try model.sums(sample), model.labels))
            }
        }
        self.parts = parts
        switch samples.answers {
        case .labels(let answers):
            labels = Set(answers).sorted()
            var confusion = [[Int]](repeating: [Int](repeating: 0, count: labels.count), count: labels.count)
            for (row, sums, names) in foretold {
                let best = names[sums.indices.max { (sums[$0], $1) < (sums[$1], $0) } ?? 0]
                if let truth = labels.firstIndex(of: answers[row]), let guess = labels.firstIndex(of: best) {
                    confusion[truth][guess] += 1
                }
            }
            self.confusion = confusion
            score = Double(labels.indices.reduce(0) { $0 + confusion[$1][$1] }) / Double(samples.count)
        case .values(let values):
            labels = []
            confusion = []
            let mean = values.reduce(0, +) / Double(values.count)
            let spread = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let missed = foretold.reduce(0) { $0 + ($1.sums[0] - values[$1.row]) * ($1.sums[0] - values[$1.row]) }
            score = spread > 0 ? 1 - missed / spread : 0
        }
    }

    /// The rows of each label; all rows for values.
    private static func groups(_ samples: Samples) -> [[Int]] {
        switch samples.answers {
        case .values: return [Array(0..<samples.count)]
        case .labels(let labels):
            let rows = Dictionary(grouping: labels.indices) { labels[$0] }
            return rows.sorted { $0.key < $1.key }.map(\.value)
        }
    }
}
