import Diffusion
import Models
import Tensors

/// An SDPose model with its VAE, which looks at pictures of any size.
struct PoseEye {
    private let pose: SDPose
    private let autoencoder: Autoencoder
    private let latentFormat: LatentFormat
    private let timestep: Float
    private let prompt: Tensor
    private let label: Tensor?

    /// - Throws: if one of them is missing or damaged, or the model finds no poses.
    init(_ model: Model, _ vae: VAE) throws {
        try self.init(model, vae) { network throws in
            guard SDPose.isIn(network) else { throw DetectionError.noHeatmapHead }
            return try SDPose(network)
        }
    }

    /// - Parameter makePose: makes the network that looks, of the model's.
    init(_ model: Model, _ vae: VAE, makePose: (UNet) throws -> SDPose) throws {
        guard model.detector == nil else { throw DetectionError.noHeatmapHead }
        let network = try model.network.get()
        pose = try makePose(network)
        autoencoder = try vae.autoencoder.get()
        latentFormat = model.latentFormat
        timestep = model.sampling.timestep(model.sampling.highestSigma)
        prompt = EmptyPromptEncoding.tensor
        label = network.configuration.trunk.labelWidth.flatMap { width in
            model.label.label(
                for: ConditioningEntry(context: EmptyPromptEncoding.tensor), width: width, height: 0, pictureWidth: 0,
                isNegative: false, seed: 0)
        }
    }

    /// The points of the person in each picture; those that were not found, and those left of the picture, are at -1.
    ///
    /// - Shapes: `pictures` [N, H, W, 3 or more].
    /// - Throws: `CancellationError`; `ModelInputError`; if weights cannot be read.
    func callAsFunction(_ pictures: Tensor) throws -> [[SDPose.Point]] {
        let (height, width) = (pictures.shape[1], pictures.shape[2])
        let isLarge = height >= pose.height && width >= pose.width
        let seen = resized(pictures, height: pose.height, width: pose.width, method: isLarge ? .area : .bilinear)
        let latents = latentFormat.encoded(try autoencoder.encode(seen))
        let across = Float(Double(pose.width) / Double(width))
        let down = Float(Double(pose.height) / Double(height))
        return try pose(latents, timestep: timestep, context: prompt, label: label).map { points in
            points.map { point in
                point.x < 0
                    ? SDPose.Point(x: -1, y: -1, score: point.score)
                    : SDPose.Point(x: point.x / across, y: point.y / down, score: point.score)
            }
        }
    }
}
