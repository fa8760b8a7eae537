import Engine
import Models

/// Mixes the weights of two models with a share for each part of the network.
struct ModelMergeBlocks: Node {
    static let displayName = "ModelMergeBlocks"
    static let category = "model/merging"
    static let summary = "Mix the weights of two models, with shares for the way down, the middle and the way up."

    @Input("The one model.") var model1: Model
    @Input("The other model.") var model2: Model
    @Input("The first model's share on the way down, and of all that is in no block.", in: 0...1) var input = 1.0
    @Input("The first model's share in the middle.", in: 0...1) var middle = 1.0
    @Input("The first model's share on the way up.", in: 0...1) var out = 1.0

    @Output var merged: Model

    func run(_ context: RunContext) throws {
        let (input, middle, out) = (input, middle, out)
        merged = try model1.merged(with: model2) { name in
            let share = name.hasPrefix("middle") ? middle : name.hasPrefix("out") ? out : input
            return (share, 1 - share)
        }
    }
}
