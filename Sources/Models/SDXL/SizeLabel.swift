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

    /// Features that one number becomes.
    static let numberWidth = 256

    /// The numbers that a prompt brings, by ComfyUI's names, in place of those that follow from the picture.
    mutating func take(_ parameters: [String: Double]) {
        func number(_ name: String, _ other: Int) -> Int { parameters[name].map { Int($0) } ?? other }
        height = number("height", height)
        width = number("width", width)
        cropTop = number("crop_h", 0)
        cropLeft = number("crop_w", 0)
        targetHeight = number("target_height", height)
        targetWidth = number("target_width", width)
    }

    /// The label of a prompt: its pooled vector and sinusoids of the six numbers.
    ///
    /// - Shapes: `pooled` [N, D] → [N, D + 1536].
    public func label(pooled: Tensor) -> Tensor {
        joined(pooled, [height, width, cropTop, cropLeft, targetHeight, targetWidth].map(Float.init))
    }

    /// The refiner's label: how beautiful the picture is to be, in place of its size after cutting.
    ///
    /// - Shapes: `pooled` [N, D] → [N, D + 1280].
    public func label(pooled: Tensor, score: Float) -> Tensor {
        joined(pooled, [height, width, cropTop, cropLeft].map(Float.init) + [score])
    }

    private func joined(_ pooled: Tensor, _ numbers: [Float]) -> Tensor {
        let sizes = sinusoids(of: numbers, width: Self.numberWidth).reshaped([1, numbers.count * Self.numberWidth])
        return concatenate([pooled, sizes.repeated(pooled.shape[0], axis: 0)], axis: 1)
    }
}
