import Engine
import Models

/// Adds the weights of two models.
struct ModelMergeAdd: Node {
    static let displayName = "ModelMergeAdd"
    static let category = "model/merging"
    static let summary = "Add the weights of a model to another's, such as a difference that was made before."

    @Input("The one model.") var model1: Model
    @Input("The other model.") var model2: Model

    @Output var merged: Model

    func run(_ context: RunContext) throws {
        merged = try model1.merged(with: model2) { _ in (1, 1) }
    }
}
