import Engine
import Models

/// Subtracts the weights of a text encoder from another's.
struct CLIPMergeSubtract: Node {
    static let displayName = "CLIPMergeSubtract"
    static let category = "model/merging"
    static let summary = "Subtract the weights of a text encoder from another's."

    @Input("The text encoder to subtract from.") var clip1: CLIP
    @Input("The text encoder to subtract.") var clip2: CLIP
    @Input("Factor on the difference.", in: -10...10) var multiplier = 1.0

    @Output var merged: CLIP

    func run(_ context: RunContext) throws {
        merged = try clip1.merged(with: clip2, own: multiplier, other: -multiplier)
    }
}
