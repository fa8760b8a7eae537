import Layers
import Tensors

/// What a control network for several kinds of pictures can be told about its picture.
public enum ControlKind: Int, Sendable, Hashable, CaseIterable {
    case pose, depth, sketch, lines, normals, segments, tiles, repaint
}

/// What makes a control network serve several kinds of pictures: a vector for each kind, which changes what the network sees
/// and what it is told beside the time.
///
/// Source: https://github.com/xinsir6/ControlNetPlus, whose weight names it reads.
struct ControlUnion: Sendable {
    private let kinds: Int
    private let weights: Weights
    private let layers: Int
    private let width: Int
    private let embeddingWidth: Int

    /// - Parameter weights: seen from where `task_embedding` lies.
    init(_ weights: Weights) throws(WeightsError) {
        let shape = try weights.shape("task_embedding", rank: 2)
        (kinds, width) = (shape[0], shape[1])
        layers = weights.count(of: "transformer_layes")
        let add = weights / "control_add_embedding"
        let inputs = try add.shape("linear_1.weight", rank: 2)
        guard inputs[1] == kinds * Self.sinusoids else {
            throw weights.error(
                .unsupported("a control network for \(kinds) kinds that are told in \(inputs[1]) numbers"))
        }
        embeddingWidth = inputs[0]
        self.weights = weights
        for index in 0..<layers {
            let layer = weights / "transformer_layes.\(index)"
            _ = try layer(attentionName(layer, "weight"), 3 * width, width)
        }
        _ = try (weights / "spatial_ch_projs").shape("weight", rank: 2)
    }

    /// Numbers that each kind is told in.
    private static let sinusoids = 256

    /// Added to the time's embedding.
    ///
    /// - Shapes: → [1, embeddingWidth].
    func embedding(of wanted: [ControlKind]) throws -> Tensor {
        try check(wanted)
        var told = [Float](repeating: 0, count: kinds)
        for kind in wanted { told[kind.rawValue] = 1 }
        let numbers = Models.sinusoids(of: told, width: Self.sinusoids).reshaped([1, kinds * Self.sinusoids])
        let add = weights / "control_add_embedding"
        let hidden = silu(try dense(numbers, add / "linear_1"))
        return try dense(hidden, add / "linear_2")
    }

    /// What the network sees, moved by what its kind makes of the whole picture.
    ///
    /// - Shapes: `seen` [N, H, W, C] → same.
    func merged(_ seen: Tensor, _ wanted: [ControlKind]) throws -> Tensor {
        try check(wanted)
        guard let kind = wanted.first else { return seen }
        let (count, cells, channels) = (seen.shape[0], seen.shape[1] * seen.shape[2], seen.shape[3])
        guard channels == width else {
            throw ModelInputError.controlKind(told: wanted.count, known: kinds)
        }
        let ones = Tensor(repeating: 1 / Float(cells), shape: [count, 1, cells])
        let means = matmul(ones, seen.reshaped([count, cells, channels])).reshaped([count, channels])
        let task = try weights("task_embedding", kinds, width).tensor()[rows: kind.rawValue..<kind.rawValue + 1]
        var tokens = means + task.repeated(count, axis: 0)
        for index in 0..<layers { tokens = try layer(weights / "transformer_layes.\(index)", tokens) }
        let moved = try dense(tokens, weights / "spatial_ch_projs")
        let everywhere = moved.reshaped([count, 1, channels]).repeated(cells, axis: 1)
        return seen + everywhere.reshaped(seen.shape)
    }

    private func check(_ wanted: [ControlKind]) throws(ModelInputError) {
        if let unknown = wanted.first(where: { $0.rawValue >= kinds }) {
            throw .controlKind(told: unknown.rawValue, known: kinds)
        }
    }

    /// A picture is one token here, which attends to itself alone: what it gets is its own value.
    private func layer(_ layer: Weights, _ tokens: Tensor) throws -> Tensor {
        let inner = try normalized(tokens, layer / "ln_1")
        let joint = try layer(attentionName(layer, "weight"), 3 * width, width).tensor()[rows: 2 * width..<3 * width]
        let jointBias = try layer(attentionName(layer, "bias"), 3 * width).tensor()[rows: 2 * width..<3 * width]
        let value = product(inner, joint, jointBias)
        let attended = tokens + (try dense(value, layer / "attn.out_proj"))
        let widened = quickGELU(try dense(normalized(attended, layer / "ln_2"), layer / "mlp.c_fc"))
        return attended + (try dense(widened, layer / "mlp.c_proj"))
    }

    /// PyTorch's own name, or ComfyUI's.
    private func attentionName(_ layer: Weights, _ leaf: String) -> String {
        layer.has("attn.in_proj_\(leaf)") ? "attn.in_proj_\(leaf)" : "attn.in_proj.\(leaf)"
    }

    private func normalized(_ tokens: Tensor, _ norm: Weights) throws -> Tensor {
        layerNorm(
            tokens, scale: try norm("weight", width).tensor(), shift: try norm("bias", width).tensor(), epsilon: 1e-5)
    }

    private func dense(_ input: Tensor, _ layer: Weights) throws -> Tensor {
        let shape = try layer.shape("weight", rank: 2)
        return product(input, try layer("weight", shape).tensor(), try layer("bias", shape[0]).tensor())
    }

    /// - Shapes: `input` [N, inputs], `matrix` [outputs, inputs], `bias` [outputs] → [N, outputs].
    private func product(_ input: Tensor, _ matrix: Tensor, _ bias: Tensor) -> Tensor {
        matmul(input, transposed(matrix, [1, 0])) + bias.reshaped([1, bias.count]).repeated(input.shape[0], axis: 0)
    }
}
