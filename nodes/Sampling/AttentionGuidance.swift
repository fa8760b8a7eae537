import Tensors

/// Leads what the tokens of the positive prompt look up away from what those of the negative prompt do.
///
/// - Source: Chen et al. 2025, “Normalized Attention Guidance”, as ComfyUI applies it.
struct AttentionGuidance: Sendable {
    let scale: Float
    /// How much of the guided result is taken.
    let share: Float
    /// How much longer it may become.
    let limit: Float

    /// - Parameter sides: of the prompts in the batch, 0 for the positive one and 1 for the negative.
    /// - Shapes: `output` of attention [B, T, D] → same.
    func callAsFunction(_ output: Tensor, sides: [Int]) -> Tensor {
        guard let negative = sides.firstIndex(of: 1), let positive = sides.firstIndex(of: 0) else {
            return output
        }
        let count = output.shape[0] / sides.count
        let own = output[rows: positive * count..<(positive + 1) * count]
        let other = output[rows: negative * count..<(negative + 1) * count]
        let led = guided(own, other)
        let parts = sides.indices.map { side in
            side == positive ? led : output[rows: side * count..<(side + 1) * count]
        }
        return concatenate(parts, axis: 0)
    }

    private func guided(_ positive: Tensor, _ negative: Tensor) -> Tensor {
        let width = positive.shape[2]
        return Tensor(shape: positive.shape) { result in
            let (own, other) = (positive.values, negative.values)
            for start in stride(from: 0, to: result.count, by: width) {
                var (before, after): (Float, Float) = (0, 0)
                for place in start..<start + width {
                    result[place] = own[place] * scale - other[place] * (scale - 1)
                    before += abs(own[place])
                    after += abs(result[place])
                }
                let ratio = max(after, 1e-6) / max(before, 1e-6)
                let factor = min(ratio, limit) / ratio
                for place in start..<start + width {
                    result[place] = result[place] * factor * share + own[place] * (1 - share)
                }
            }
        }
    }
}
