import Diffusion
import Engine
import Tensors

/// Shows Zero123 an object, and tells it where the camera is to stand.
struct StableZero123_Conditioning: Node {
    static let category = "model/conditioning/stable zero123"
    static let summary = "Prepare a picture of an object for Zero123, which shows it from another side."

    @Input("The vision model.") var clipVision: VisionModel
    @Input("The picture.") var initImage: Image
    @Input("The VAE.") var vae: VAE
    @Input("Width of the result, in pixels.", in: 16...16_384, step: 8) var width = 256
    @Input("Height of the result, in pixels.", in: 16...16_384, step: 8) var height = 256
    @Input("Pictures to make at once.", in: 1...4096) var batchSize = 1
    @Input("How far the camera goes up, in degrees.", in: -180...180, step: 0.1) var elevation = 0.0
    @Input("How far the camera goes around, in degrees.", in: -180...180, step: 0.1) var azimuth = 0.0

    @Output("positive") var shown: Conditioning
    @Output("negative") var avoided: Conditioning
    @Output("latent") var latent: Latent

    func run(_ context: RunContext) throws {
        let picture = try TurnedPicture(initImage.pixels, width: width, height: height, clipVision, vae)
        let view = CameraView(elevation: elevation, azimuth: azimuth)
        var entry = ConditioningEntry(context: picture.tokens(from: view))
        entry.tensors["concat_latent_image"] = picture.latent
        shown = Conditioning([entry])
        // Nothing is seen: tokens of the prompt's width, which pass as they are.
        entry.context = Tensor(zeros: picture.seen.shape)
        entry.tensors["concat_latent_image"] = Tensor(zeros: picture.latent.shape)
        avoided = Conditioning([entry])
        latent = Latent(
            samples: Tensor(zeros: [batchSize, 4, height / 8, width / 8]))
    }
}
