import Engine
import Tensors

/// A blank canvas for text-to-image: a latent of zeros.
struct EmptyLatentImage: Node {
    static let displayName = "Empty Latent Image"
    static let category = "model/latent"
    static let summary = "Make an empty latent of the given size."

    @Input("Image width, in pixels.", in: 16...16_384, step: 8) var width = 512
    @Input("Image height, in pixels.", in: 16...16_384, step: 8) var height = 512
    @Input("Images to make at once.", in: 1...4096) var batchSize = 1

    @Output var latent: Latent

    func run(_ context: RunContext) {
        latent = Latent(samples: Tensor(zeros: [batchSize, 4, height / 8, width / 8]))
    }
}
