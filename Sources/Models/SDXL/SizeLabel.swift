import Tensors

/// What Stable Diffusion XL is told beside the prompt: how large the picture was, and how it was cut.
///
/// Source: Podell et al. 2023, "SDXL", section 2.2.
public struct SizeLabel: Sendable, Hashable {
    /// In pixels.
    public var height: Int, width: Int
    /// Rows and columns that were cut off at the top and at the left, in pixels.
    public var cropTop = 0, cropLeft = 0
    /// In pixels; as `height` and `width` unless said otherwise.
    public var targetHeight: Int, targetWidth: Int

    public init(height: Int, width: Int) {
        self.height = height
        self.width = width
        targetHeight = height
        targetWidth = width
    }

    /// The label of a prompt: its pooled vector and sinusoids of the six numbers.
    ///
    /// - Shapes: `pooled` [N, D] → [N, D + 1536].
    public func label(pooled: Tensor) -> Tensor {
        let numbers = [height, width, cropTop, cropLeft, targetHeight, targetWidth].map(Float.init)
        let sizes = sinusoids(of: numbers, width: 256).reshaped([1, 1536])
        return concatenate([pooled, sizes.repeated(pooled.shape[0], axis: 0)], axis: 1)
    }
}
