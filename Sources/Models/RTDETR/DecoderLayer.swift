import Layers
import Tensors

/// Queries look at each other, then at a few places of the picture around them.
struct DecoderLayer: Sendable {
    private let width: Int
    private let heads = 8
    private let own: Attention
    private let ownNorm: LayerNorm
    private let offsets: Linear, shares: Linear
    private let gate: Linear
    private let gateNorm: LayerNorm
    private let wide: Linear, narrow: Linear
    private let lastNorm: LayerNorm

    /// Of each scale, how many places a head looks at.
    private static let points = [3, 6, 3]

    init(_ weights: Weights, width: Int) throws(WeightsError) {
        self.width = width
        own = try Attention(detector: weights / "self_attn", width: width)
        ownNorm = try LayerNorm(weights / "norm1", width: width)
        let count = heads * Self.points.reduce(0, +)
        offsets = try Linear(weights / "cross_attn.sampling_offsets", from: width, to: 2 * count)
        shares = try Linear(weights / "cross_attn.attention_weights", from: width, to: count)
        gate = try Linear(weights / "gateway.gate", from: 2 * width, to: 2 * width)
        gateNorm = try LayerNorm(weights / "gateway.norm", width: width)
        let inner = try weights.shape("linear1.weight", rank: 2)[0]
        wide = try Linear(weights / "linear1", from: width, to: inner)
        narrow = try Linear(weights / "linear2", from: inner, to: width)
        lastNorm = try LayerNorm(weights / "norm3", width: width)
    }

    /// - Shapes: `content` and `position` [queries, D], `boxes` [queries, 4], `memory` [tokens, D] → as `content`.
    func callAsFunction(
        _ content: Tensor, at position: Tensor, around boxes: Tensor, _ memory: Tensor,
        _ grids: [(height: Int, width: Int)]
    ) throws -> Tensor {
        let batch = [1, content.shape[0], width]
        let placed = (content + position).reshaped(batch)
        let tokens = content.reshaped(batch)
        let attended = try own(placed, over: own.memory(of: placed, values: tokens), adding: tokens)
        let seen = try ownNorm(attended).reshaped(content.shape)

        let found = try lookAround(seen + position, boxes, memory, grids)
        let gates = sigmoid(try gate(concatenate([seen, found], axis: 1)))
        let mixed =
            gates.sliced(axis: 1, 0..<width) * seen + gates.sliced(axis: 1, width..<2 * width) * found
        let settled = try gateNorm(mixed)

        let inner = leakyRectified(try wide(settled), slope: 0)
        return try lastNorm(clamp(try narrow(inner, adding: settled), -65504...65504))
    }

    private func lookAround(
        _ query: Tensor, _ boxes: Tensor, _ memory: Tensor, _ grids: [(height: Int, width: Int)]
    ) throws -> Tensor {
        let (count, points) = (query.shape[0], Self.points.reduce(0, +))
        // Offsets are told in halves of the rectangle's size, shared by the points of a scale.
        let scales = Self.points.flatMap { count in Array(repeating: 1 / Float(count), count: count) }
        let moves = try offsets(query)
        let places = Tensor(shape: [count, heads, points, 2]) { values in
            let (moves, boxes) = (moves.values, boxes.values)
            for index in 0..<values.count {
                let (query, axis) = (index / (heads * points * 2), index % 2)
                let scale = scales[index / 2 % points]
                let move = moves[index] * scale * boxes[query * 4 + 2 + axis] * 0.5
                values[index] = boxes[query * 4 + axis] + move
            }
        }
        let weights = softmax(try shares(query).reshaped([count * heads, points])).reshaped([count, heads, points])
        return deformableAttention(memory, places: places, weights: weights, grids: grids, points: Self.points)
    }
}
