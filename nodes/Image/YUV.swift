import Tensors

/// Pictures as brightness and two colour differences.
///
/// - Source: kornia's `rgb_to_ycbcr` and `ycbcr_to_rgb` (full-range JPEG numbers, rounded to three places).
enum YUV {
    /// - Shapes: `picture` [N, H, W, 3 or more] → [N, H, W, 1] each.
    static func planes(_ picture: Tensor) -> (y: Tensor, u: Tensor, v: Tensor) {
        let (red, green, blue) = (picture.channel(0), picture.channel(1), picture.channel(2))
        let y = red * 0.299 + green * 0.587 + blue * 0.114
        return (y, (blue - y) * 0.564 + 0.5, (red - y) * 0.713 + 0.5)
    }

    /// - Shapes: [N, H, W, 1] each → [N, H, W, 3].
    static func picture(y: Tensor, u: Tensor, v: Tensor) -> Tensor {
        let (blueness, redness) = (u - 0.5, v - 0.5)
        return concatenate(
            [y + redness * 1.403, y - redness * 0.714 - blueness * 0.344, y + blueness * 1.773], axis: 3)
    }
}

extension Tensor {
    fileprivate func channel(_ index: Int) -> Tensor { sliced(axis: 3, index..<index + 1) }
}
