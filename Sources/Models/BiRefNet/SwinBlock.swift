import Layers
import Tensors

/// Attention within windows, then a wider layer for each token by itself.
///
/// Both are done for some rows of windows at a time, in place: of queries, keys and wide layers there is never more than
/// those of a strip.
struct SwinBlock: Sendable {
    private let attention: WindowAttention
    private let norms: [LayerNorm]
    private let wide: Linear, narrow: Linear
    private let isShifted: Bool

    /// Tokens of a strip, about: enough for products to be quick.
    private static let stripLength = 6144

    /// - Parameter isShifted: whether windows lie half a window further down and to the right.
    init(_ weights: Weights, width: Int, isShifted: Bool) throws(WeightsError) {
        self.isShifted = isShifted
        attention = try WindowAttention(weights / "attn", width: width)
        norms = [try LayerNorm(weights / "norm1", width: width), try LayerNorm(weights / "norm2", width: width)]
        let inner = try weights.shape("mlp.fc1.weight", rank: 2)[0]
        wide = try Linear(weights / "mlp.fc1", from: width, to: inner)
        narrow = try Linear(weights / "mlp.fc2", from: inner, to: width)
    }

    func see(_ grid: inout TokenGrid) throws {
        let windows = WindowGrid(
            height: grid.height, width: grid.width, edge: attention.edge, shift: isShifted ? attention.edge / 2 : 0)
        let bias = try attention.bias(windows)
        let rows = max(1, Self.stripLength / (windows.columns * attention.edge * attention.edge))
        for start in stride(from: 0, to: windows.rows, by: rows) {
            let strip = windows.strip(start..<min(start + rows, windows.rows))
            let tokens = grid.tokens.gathered(axis: 0, strip.tokens)
            let attended = try attention(norms[0](tokens), strip, bias: bias, adding: tokens)
            let seen = try narrow(gelu(wide(norms[1](attended))), adding: attended)
            grid.tokens.replaceRows(strip.tokens, by: seen)
        }
    }
}
