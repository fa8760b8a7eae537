import Engine
import Models

/// Subtracts the weights of a model from another's.
struct ModelMergeSubtract: Node {
    static let displayName = "ModelMergeSubtract"
    static let category = "model/merging"
    static let summary = "Subtract the weights of a model from another's, to add the difference elsewhere."

    @Input("The model to subtract from.") var model1: Model
    @Input("The model to subtract.") var model2: Model
    @Input("Factor on the difference.", in: -10...10) var multiplier = 1.0

    @Output var merged: Model

    func run(_ context: RunContext) throws {
        let multiplier = multiplier
        merged = try model1.merged(with: model2) { _ in (multiplier, -multiplier) }
    }
}
