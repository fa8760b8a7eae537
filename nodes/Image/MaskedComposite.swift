import Tensors

/// Puts one picture or latent onto another, where a mask is white.
///
/// - Shapes: everything [N, C, H, W]; `mask` [N or 1, H, W] in any size.
/// - Source: `composite` in ComfyUI's `nodes_mask.py`.
struct MaskedComposite {
    /// Where the upper left corner comes to lie, in rows and columns.
    let top: Int
    let left: Int

    /// Whether the upper one is brought to the size of the lower one.
    let resizes: Bool

    let mask: Tensor?

    func callAsFunction(_ source: Tensor, onto destination: Tensor) -> Tensor {
        let (height, width) = (destination.shape[2], destination.shape[3])
        guard top < height, left < width else { return destination }
        var source = source
        if resizes {
            source = channelsFirst(resized(channelsLast(source), height: height, width: width, method: .bilinear))
        }
        source = source.fitted(toBatch: destination.shape[0])
        let rows = top..<min(top + source.shape[2], height)
        let columns = left..<min(left + source.shape[3], width)
        var part = source.window(0..<rows.count, 0..<columns.count, axes: (2, 3))
        if let mask {
            let planes = mask.reshaped(mask.shape + [1])
            let fitted = resized(planes, height: source.shape[2], width: source.shape[3], method: .bilinear)
            let shown = fitted.fitted(toBatch: source.shape[0])
                .reshaped([source.shape[0], 1, source.shape[2], source.shape[3]])
                .window(0..<rows.count, 0..<columns.count, axes: (2, 3)).broadcast(to: part.shape)
            part = shown * part + (1 - shown) * destination.window(rows, columns, axes: (2, 3))
        }
        return destination.replacing(part, top: top, left: left, axes: (2, 3))
    }
}
