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
        var first = image1.pixels
        var second = image2.pixels
        let channels = max(first.shape[3], second.shape[3])
        first = withOpaqueAlpha(first, channels: channels)
        second = withOpaqueAlpha(second, channels: channels)
        if first.shape[1...2] != second.shape[1...2] {
            let (height, width) = (first.shape[1], first.shape[2])
            second = resized(second, height: height, width: width, method: .bilinear, crop: .center)
        }
        joined = Image(pixels: concatenate([first, second], axis: 0))
    }

    /// A picture without transparency that meets one with it is opaque.
    private func withOpaqueAlpha(_ pixels: Tensor, channels: Int) -> Tensor {
        guard pixels.shape[3] < channels else { return pixels }
        let missing = Tensor(repeating: 1, shape: pixels.shape.dropLast() + [channels - pixels.shape[3]])
        return concatenate([pixels, missing], axis: 3)
    }
}
