import Layers

/// The shape of a CLIP text encoder, read from the shapes of its tensors.
public struct CLIPTextConfiguration: Sendable, Hashable {
    public let vocabulary: Int, positions: Int
    public let width: Int, feedForwardWidth: Int
    public let layers: Int
    /// CLIP's heads are 64 wide.
    public var heads: Int { max(1, width / 64) }

    /// - Parameter weights: seen from where `embeddings` and `encoder` lie.
    init(_ weights: Weights) throws(WeightsError) {
        let table = try weights.shape("embeddings.token_embedding.weight", rank: 2)
        vocabulary = table[0]
        width = table[1]
        positions = try weights.shape("embeddings.position_embedding.weight", rank: 2)[0]
        layers = max(1, weights.count(of: "encoder.layers"))
        feedForwardWidth = try weights.shape("encoder.layers.0.mlp.fc1.weight", rank: 2)[0]
        guard width.isMultiple(of: heads) else {
            throw weights.error(.unsupported("a text encoder of width \(width) cannot have \(heads) heads"))
        }
    }
}
