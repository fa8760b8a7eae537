import Engine
import Tensors

/// A blank canvas for HunyuanImage: 64 channels, cells of 32 pixels.
struct EmptyHunyuanImageLatent: Node {
    static let category = "model/latent/hunyuan image"
    static let summary = "Make an empty latent for HunyuanImage."

    @Input("Width, in pixels.", in: 64...16_384, step: 32) var width = 2048
    @Input("Height, in pixels.", in: 64...16_384, step: 32) var height = 2048
    @Input("Images to make at once.", in: 1...4096) var batchSize = 1

    @Output var latent: Latent

    func run(_ context: RunContext) {
        latent = Latent(samples: Tensor(zeros: [batchSize, 64, height / 32, width / 32]))
    }
}
