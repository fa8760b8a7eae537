import Engine
import Tensors

/// Joins any number of batches of pictures; all take the size of the first.
struct BatchImagesNode: Node {
    static let displayName = "Batch Images"
    static let category = "image/batch"
    static let summary = "Join batches of pictures; all are resized to the first."

    @Input("The pictures.", growing: .numbered("image", 1...50)) var images: Growing<Image>

    @Output var joined: Image

    func run(_ context: RunContext) {
        joined = images.values.dropFirst().reduce(images.values[0]) { $0.joined(with: $1) }
    }
}
