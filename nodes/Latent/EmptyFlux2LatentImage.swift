import Engine
import Tensors

/// A blank canvas for Flux 2: 128 channels, cells of 16 pixels.
struct EmptyFlux2LatentImage: Node {
    static let displayName = "Empty Flux 2 Latent"
    static let category = "model/latent/flux"
    static let summary = "Make an empty latent for Flux 2."

    @Input("Width, in pixels.", in: 16...16_384, step: 16) var width = 1024
    @Input("Height, in pixels.", in: 16...16_384, step: 16) var height = 1024
    @Input("Images to make at once.", in: 1...4096) var batchSize = 1

    @Output var latent: Latent

    func run(_ context: RunContext) {
        latent = Latent(samples: Tensor(zeros: [batchSize, 128, height / 16, width / 16]))
    }
}
