import Engine
import LinearModels
import Tensors

/// Tells a label or a number from an embedding.
struct PredictLinear: Node {
    static let displayName = "Predict with Linear Model"
    static let category = "learning"
    static let summary = "Tell the label or the number of an embedding with a model that TrainLinear made."

    @Input("The model.") var model: TrainedModel
    @Input("The sample, made in the same way as those that it was trained on.") var embedding: TextEmbedding

    @Output("label") var label: String
    @Output("index") var index: Int
    @Output("value") var value: Double

    func run(_ context: RunContext) throws {
        let width = embedding.rows.shape[1]
        let sample = Array(embedding.rows.array.prefix(width))
        guard !model.model.labels.isEmpty else {
            value = try model.model.sums(sample)[0]
            label = "\(value)"
            index = 0
            return
        }
        let shares = try model.model.shares(sample)
        index = shares.indices.max { (shares[$0], $1) < (shares[$1], $0) } ?? 0
        label = model.model.labels[index]
        value = shares[index]
    }
}
