import Engine
import Models

/// Mixes the weights of two text encoders.
struct CLIPMergeSimple: Node {
    static let displayName = "CLIPMergeSimple"
    static let category = "model/merging"
    static let summary = "Mix the weights of two text encoders of the same family."

    @Input("The one text encoder.") var clip1: CLIP
    @Input("The other text encoder.") var clip2: CLIP
    @Input("The first text encoder's share; the other has the rest.", in: 0...1) var ratio = 1.0

    @Output var merged: CLIP

    func run(_ context: RunContext) throws {
        merged = try clip1.merged(with: clip2, own: ratio, other: 1 - ratio)
    }
}

extension CLIP {
    /// This text encoder with weights of another mixed in; all else is this one's.
    ///
    /// - Throws: if a file lacks its text encoder, or they are of different families.
    func merged(with other: CLIP, own: Double, other factor: Double) throws -> CLIP {
        var merged = self
        merged.encoder = .success(try encoder.get().combined(with: other.encoder.get(), own: own, other: factor))
        return merged
    }
}
