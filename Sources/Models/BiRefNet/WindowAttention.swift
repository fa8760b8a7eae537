import Layers
import Tensors

/// Attention of the tokens of each window to each other, who also see how far they are apart.
struct WindowAttention: Sendable {
    private let path: String
    private let triple: Linear, output: Linear
    private let table: StoredTensor, fill: StoredTensor
    private let heads: Int

    /// Tokens along the edge of a window.
    let edge: Int

    init(_ weights: Weights, width: Int) throws(WeightsError) {
        let shape = try weights.shape("relative_position_bias_table", rank: 2)
        // The least window whose distances are as many, if it is one of just as many.
        edge = (1...32).first { (2 * $0 - 1) * (2 * $0 - 1) >= shape[0] } ?? 0
        heads = shape[1]
        guard (2 * edge - 1) * (2 * edge - 1) == shape[0], edge > 1, width.isMultiple(of: heads) else {
            throw weights.error(.unsupported("attention of \(shape) in windows at '\(weights.path)'"))
        }
        path = weights.path
        table = try weights("relative_position_bias_table", shape)
        triple = try Linear(weights / "qkv", from: width, to: 3 * width)
        fill = try (weights / "qkv")("bias", 3 * width)
        output = try Linear(weights / "proj", from: width, to: width)
    }

    /// What is added to the scores of each kind of window.
    ///
    /// - Shapes: [kinds, heads, T, T].
    func bias(_ windows: WindowGrid) throws -> Tensor {
        let places = edge * edge
        var distances: [Int] = []
        distances.reserveCapacity(places * places)
        for query in 0..<places {
            for key in 0..<places {
                let down = query / edge - key / edge + edge - 1
                distances.append(down * (2 * edge - 1) + query % edge - key % edge + edge - 1)
            }
        }
        let byPlace = try table.tensor().gathered(axis: 0, distances)
        let byHead = transposed(byPlace, [1, 0]).reshaped([1, heads, places, places])
        let barriers = windows.barriers
        let kinds = barriers.shape[0]
        if kinds == 1 { return byHead }
        let repeated = barriers.reshaped([kinds, 1, places, places]).repeated(heads, axis: 1)
        return byHead.repeated(kinds, axis: 0) + repeated
    }

    /// - Shapes: `tokens` and `residual` [tokens of the strip, width] → same.
    func callAsFunction(
        _ tokens: Tensor, _ strip: WindowGrid.Strip, bias: Tensor, adding residual: Tensor
    ) throws -> Tensor {
        let width = residual.shape[1]
        var triples = try triple(tokens)
        if !strip.isFull {
            // Where a window is filled up, its tokens are zeros, of which biases are left.
            let filled = concatenate([triples, try fill.tensor().reshaped([1, 3 * width])], axis: 0)
            triples = filled.gathered(axis: 0, strip.places)
        }
        let parts = triples.reshaped([strip.kinds.count, edge * edge, 3 * width])
        let seen = attention(
            query: parts.sliced(axis: 2, 0..<width), key: parts.sliced(axis: 2, width..<2 * width),
            value: parts.sliced(axis: 2, 2 * width..<3 * width), heads: heads, mask: bias, masks: strip.kinds)
        let flat = seen.reshaped([strip.places.count, width])
        return try output(strip.isFull ? flat : flat.gathered(axis: 0, strip.placeOfToken), adding: residual)
    }
}
