import Engine
import Models

/// Mixes the weights of two models.
struct ModelMergeSimple: Node {
    static let displayName = "ModelMergeSimple"
    static let category = "model/merging"
    static let summary = "Mix the weights of two models of the same family."

    @Input("The one model.") var model1: Model
    @Input("The other model.") var model2: Model
    @Input("The first model's share; the other has the rest.", in: 0...1) var ratio = 1.0

    @Output var merged: Model

    func run(_ context: RunContext) throws {
        let ratio = ratio
        merged = try model1.merged(with: model2) { _ in (ratio, 1 - ratio) }
    }
}

extension Model {
    /// This model with weights of another mixed in; all else is this one's.
    ///
    /// - Throws: if a file lacks its diffusion model.
    func merged(with other: Model, factors: (String) -> (own: Double, other: Double)) throws -> Model {
        var merged = self
        merged.network = .success(try network.get().combined(with: other.network.get(), factors: factors))
        return merged
    }
}
