import Engine
import Tensors

/// Blank canvases for the two stages of Stable Cascade.
struct StableCascade_EmptyLatentImage: Node {
    static let category = "model/latent/stable cascade"
    static let summary = "Make empty latents for both stages of Stable Cascade."

    @Input("Width, in pixels.", in: 256...16_384, step: 8) var width = 1024
    @Input("Height, in pixels.", in: 256...16_384, step: 8) var height = 1024
    @Input("Pixels along a cell of the first stage.", in: 4...128) var compression = 42
    @Input("Images to make at once.", in: 1...4096) var batchSize = 1

    @Output("stage_c") var stageC: Latent
    @Output("stage_b") var stageB: Latent

    func run(_ context: RunContext) {
        stageC = Latent(samples: Tensor(zeros: [batchSize, 16, height / compression, width / compression]))
        stageB = Latent(samples: Tensor(zeros: [batchSize, 4, height / 4, width / 4]))
    }
}
