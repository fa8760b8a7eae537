import Tensors

/// Pictures and their mask, cut to whole cells of a VAE, with what is to be redrawn made gray.
struct InpaintingPictures {
    /// Cut and grayed [N, H, W, C].
    let pixels: Tensor

    /// Cut, in the pictures' size [N or 1, H, W].
    let mask: Tensor

    /// - Shapes: `pixels` [N, H, W, C], `mask` [M, any, any].
    init(_ pixels: Tensor, mask: Tensor, cell: Int) {
        let (height, width) = (pixels.shape[1], pixels.shape[2])
        let planes = resized(mask.reshaped(mask.shape + [1]), height: height, width: width, method: .bilinear)
        func whole(_ length: Int) -> Range<Int> {
            let start = length % cell / 2
            return start..<start + length / cell * cell
        }
        let (rows, columns) = (whole(height), whole(width))
        self.mask = planes.window(rows, columns, axes: (1, 2)).reshaped([mask.shape[0], rows.count, columns.count])
        let cut = pixels.window(rows, columns, axes: (1, 2))
        let kept = self.mask.mapped { 1 - $0.rounded(.toNearestOrEven) }.fitted(toBatch: cut.shape[0])
            .reshaped([cut.shape[0], rows.count, columns.count, 1]).broadcast(to: cut.shape)
        self.pixels = cut.combined(with: kept) { ($0 - 0.5) * $1 + 0.5 }
    }
}
