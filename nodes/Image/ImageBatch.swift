import Engine
import Tensors

/// Joins two batches of pictures; the second takes the size of the first.
struct ImageBatch: Node {
    static let displayName = "Batch Images (DEPRECATED)"
    static let category = "image/batch"
    static let summary = "Join two batches of pictures; the second is resized to the first."

    @Input("The pictures that come first.") var image1: Image
    @Input("The pictures that follow.") var image2: Image

    @Output var joined: Image

    func run(_ context: RunContext) {
        joined = image1.joined(with: image2)
    }
}

extension Image {
    /// This batch and another after it, resized to this one's size.
    func joined(with other: Image) -> Image {
        let channels = max(pixels.shape[3], other.pixels.shape[3])
        let first = Self.withOpaqueAlpha(pixels, channels: channels)
        var second = Self.withOpaqueAlpha(other.pixels, channels: channels)
        if first.shape[1...2] != second.shape[1...2] {
            let (height, width) = (first.shape[1], first.shape[2])
            second = resized(second, height: height, width: width, method: .bilinear, crop: .center)
        }
        return Image(pixels: concatenate([first, second], axis: 0))
    }

    /// A picture without transparency that meets one with it is opaque.
    private static func withOpaqueAlpha(_ pixels: Tensor, channels: Int) -> Tensor {
        guard pixels.shape[3] < channels else { return pixels }
        let missing = Tensor(repeating: 1, shape: pixels.shape.dropLast() + [channels - pixels.shape[3]])
        return concatenate([pixels, missing], axis: 3)
    }
}
