import Diffusion
import Engine
import Tensors

/// Shows Zero123 an object, and tells it where the camera goes, picture by picture.
struct StableZero123_Conditioning_Batched: Node {
    static let category = "model/conditioning/stable zero123"
    static let summary = "Prepare a picture of an object for Zero123, which shows it from several sides."

    @Input("The vision model.") var clipVision: VisionModel
    @Input("The picture.") var initImage: Image
    @Input("The VAE.") var vae: VAE
    @Input("Width of the result, in pixels.", in: 16...16_384, step: 8) var width = 256
    @Input("Height of the result, in pixels.", in: 16...16_384, step: 8) var height = 256
    @Input("Pictures to make at once.", in: 1...4096) var batchSize = 1
    @Input("How far the camera goes up, in degrees.", in: -180...180, step: 0.1) var elevation = 0.0
    @Input("How far the camera goes around, in degrees.", in: -180...180, step: 0.1) var azimuth = 0.0
    @Input("How much farther up with each picture, in degrees.", in: -180...180, step: 0.1)
    var elevationBatchIncrement = 0.0
    @Input("How much farther around with each picture, in degrees.", in: -180...180, step: 0.1)
    var azimuthBatchIncrement = 0.0

    @Output("positive") var shown: Conditioning
    @Output("negative") var avoided: Conditioning
    @Output("latent") var latent: Latent

    func run(_ context: RunContext) throws {
        let picture = try TurnedPicture(initImage.pixels, width: width, height: height, clipVision, vae)
        var view = (elevation: elevation, azimuth: azimuth)
        let tokens = (0..<batchSize).map { _ in
            defer { view = (view.elevation + elevationBatchIncrement, view.azimuth + azimuthBatchIncrement) }
            return picture.tokens(from: CameraView(elevation: view.elevation, azimuth: view.azimuth))
        }
        var entry = ConditioningEntry(context: concatenate(tokens, axis: 0))
        entry.tensors["concat_latent_image"] = picture.latent
        shown = Conditioning([entry])
        // Nothing is seen: tokens of the prompt's width, which pass as they are.
        entry.context = Tensor(zeros: picture.seen.shape)
        entry.tensors["concat_latent_image"] = Tensor(zeros: picture.latent.shape)
        avoided = Conditioning([entry])
        latent = Latent(
            samples: Tensor(zeros: [batchSize, 4, height / 8, width / 8]),
            // All start from the same noise.
            batchIndex: [Int](repeating: 0, count: batchSize))
    }
}
