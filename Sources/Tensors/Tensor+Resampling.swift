import Kernels

/// Doubles height and width; every pixel becomes four.
///
/// - Shapes: `image` [N, H, W, C] → [N, 2·H, 2·W, C].
public func upsampleNearest2x(_ image: Tensor) -> Tensor {
    precondition(image.shape.count == 4, "upsampleNearest2x: \(image.shape)")
    let (images, height, width, channels) = (image.shape[0], image.shape[1], image.shape[2], image.shape[3])
    return Tensor(shape: [images, 2 * height, 2 * width, channels]) {
        upsampleNearest2x(
            image.values, into: &$0, images: images, height: height, width: width, channels: channels)
    }
}
