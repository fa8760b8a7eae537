import Engine
import Models

/// Adds the weights of two text encoders.
struct CLIPMergeAdd: Node {
    static let displayName = "CLIPMergeAdd"
    static let category = "model/merging"
    static let summary = "Add the weights of a text encoder to another's."

    @Input("The one text encoder.") var clip1: CLIP
    @Input("The other text encoder.") var clip2: CLIP

    @Output var merged: CLIP

    func run(_ context: RunContext) throws {
        merged = try clip1.merged(with: clip2, own: 1, other: 1)
    }
}
