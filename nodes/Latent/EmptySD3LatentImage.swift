import Engine
import Tensors

/// A blank canvas with 16 channels.
struct EmptySD3LatentImage: Node {
    static let category = "model/latent/stable diffusion"
    static let summary = "Make an empty latent of the given size for models with 16 channels."

    @Input("Image width, in pixels.", in: 16...16_384, step: 16) var width = 1024
    @Input("Image height, in pixels.", in: 16...16_384, step: 16) var height = 1024
    @Input("Images to make at once.", in: 1...4096) var batchSize = 1

    @Output var latent: Latent

    func run(_ context: RunContext) {
        latent = Latent(samples: Tensor(zeros: [batchSize, 16, height / 8, width / 8]))
    }
}
