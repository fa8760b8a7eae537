import Engine
import Models
import Tensors

/// Turns pictures into the small latents that Stable Cascade begins with.
struct StableCascade_StageC_VAEEncode: Node {
    static let category = "model/latent/stable cascade"
    static let summary = "Turn pictures into latents for the first stage of Stable Cascade."

    @Input("The pictures.") var image: Image
    @Input("The VAE.") var vae: VAE
    @Input("Pixels along the edge of a cell.", in: 4...128) var compression = 42

    @Output("stage_c") var first: Latent
    @Output("stage_b") var second: Latent

    func run(_ context: RunContext) throws {
        let autoencoder = try vae.autoencoder.get()
        let (height, width) = (image.pixels.shape[1], image.pixels.shape[2])
        guard height >= compression, width >= compression else {
            throw ModelInputError.picture(edge: min(height, width), cell: compression)
        }
        let scaled = resized(
            image.pixels, height: height / compression * autoencoder.cellSize,
            width: width / compression * autoencoder.cellSize, method: .bicubic, crop: .center)
        first = Latent(samples: try autoencoder.encode(scaled))
        second = Latent(samples: Tensor(zeros: [first.samples.shape[0], 4, height / 8 * 2, width / 8 * 2]))
    }
}
