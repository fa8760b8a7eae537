import Kernels
import Tensors

/// The half of a layer that looks at other tokens.
struct LlamaAttention: Sendable {
    private let norm: Tensor
    private let projections: Projections
    private let queryNorm: Tensor?
    private let keyNorm: Tensor?
    private let output: Projection
    private let postNorm: Tensor?
    private let shape: CachedAttentionShape
    private let epsilon: Float
    private let pairs: RotaryPairs

    private enum Projections: Sendable {
        case separate(query: Projection, key: Projection, value: Projection)
        /// One product whose columns are queries, then keys, then values.
        case fused(Projection)
    }

    init(_ tensors: ModelTensors, _ configuration: LlamaConfiguration, layer: Int) throws {
        let name = "blk.\(layer)"
        let width = configuration.width
        let queries = configuration.heads * configuration.headLength
        let keys = configuration.keyHeads * configuration.headLength
        norm = try tensors.vector("\(name).attn_norm.weight", width)
        projections =
            tensors.has("\(name).attn_qkv.weight")
            ? .fused(try tensors.projection("\(name).attn_qkv", from: width, to: queries + 2 * keys))
            : .separate(
                query: try tensors.projection("\(name).attn_q", from: width, to: queries),
                key: try tensors.projection("\(name).attn_k", from: width, to: keys),
                value: try tensors.projection("\(name).attn_v", from: width, to: keys))
        queryNorm = try tensors.optionalVector("\(name).attn_q_norm.weight", configuration.headLength)
        keyNorm = try tensors.optionalVector("\(name).attn_k_norm.weight", configuration.headLength)
        output = try tensors.projection("\(name).attn_output", from: queries, to: width)
        postNorm = try tensors.optionalVector("\(name).post_attention_norm.weight", width)
        shape = configuration.attentionShape(layer)
        epsilon = configuration.epsilon
        pairs = configuration.rope.pairsAreHalves ? .halves : .neighbours
    }

    /// Weights that can be laid out for products.
    var blocks: [BlockWeights] {
        let all =
            switch projections {
            case .separate(let query, let key, let value): [query, key, value, output]
            case .fused(let projection): [projection, output]
            }
        return all.compactMap(\.blocks)
    }

    /// - Parameter texts: how many of the tokens belong to each text, and what it holds in this layer.
    /// - Shapes: `x` [T, width] → same, to be added to it; `angles` [T, R] each.
    func callAsFunction(
        _ x: Tensor, _ texts: inout [CachedText], _ angles: (cosines: Tensor, sines: Tensor)
    ) throws -> Tensor {
        var (query, key, value) = try project(rmsNorm(x, scale: norm, epsilon: epsilon))
        if let queryNorm { query = normalized(query, queryNorm) }
        if let keyNorm { key = normalized(key, keyNorm) }
        query.rotate(headLength: shape.headLength, cosines: angles.cosines, sines: angles.sines, pairs: pairs)
        key.rotate(headLength: shape.headLength, cosines: angles.cosines, sines: angles.sines, pairs: pairs)
        var start = 0
        for index in texts.indices {
            let rows = start..<start + texts[index].tokens
            texts[index].pages.append(keys: key[rows: rows], values: value[rows: rows])
            start = rows.upperBound
        }
        let result = try output(cachedAttention(query: query, texts, shape))
        return postNorm.map { rmsNorm(result, scale: $0, epsilon: epsilon) } ?? result
    }

    private func project(_ x: Tensor) throws -> (query: Tensor, key: Tensor, value: Tensor) {
        switch projections {
        case .separate(let query, let key, let value):
            let all = try Projection.all([query, key, value], of: x)
            return (all[0], all[1], all[2])
        case .fused(let projection):
            let all = try projection(x)
            let queries = shape.heads * shape.headLength
            let keys = shape.keyHeads * shape.headLength
            return (
                all.sliced(axis: 1, 0..<queries), all.sliced(axis: 1, queries..<queries + keys),
                all.sliced(axis: 1, queries + keys..<queries + 2 * keys)
            )
        }
    }

    /// Each head by itself.
    private func normalized(_ x: Tensor, _ scale: Tensor) -> Tensor {
        rmsNorm(x.reshaped([x.count / shape.headLength, shape.headLength]), scale: scale, epsilon: epsilon)
            .reshaped(x.shape)
    }
}
