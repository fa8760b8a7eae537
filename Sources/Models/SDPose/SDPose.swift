import Diffusion
import Layers
import Tensors

/// A network that finds the points of a person's body in a picture: a U-Net that looks at the picture's latent once, and a head
/// that looks at its features.
///
/// - Source: Liang et al. 2025, SDPose; as ComfyUI runs it.
public struct SDPose: Sendable {
    /// A point of a body.
    public struct Point: Hashable, Sendable {
        /// - Units: pixels of the picture that was looked at; below 0 where it was not found.
        public let x: Float
        public let y: Float
        /// How sure it is.
        public let score: Float

        public init(x: Float, y: Float, score: Float) {
            (self.x, self.y, self.score) = (x, y, score)
        }
    }

    /// What pictures are brought to.
    ///
    /// - Units: pixels.
    public let height: Int
    public let width: Int

    private let network: UNet
    private let head: HeatmapHead

    /// How many points whole bodies have: 17 of the body, 6 of feet, 68 of the face, 21 of each hand.
    public static let pointCount = 133

    /// - Throws: if the network has no head for poses, or a damaged one.
    public init(_ network: UNet) throws(WeightsError) {
        try self.init(network, height: 1024, width: 768)
    }

    init(_ network: UNet, height: Int, width: Int) throws(WeightsError) {
        (self.network, self.height, self.width) = (network, height, width)
        let weights = network.weights / "heatmap_head"
        head = try HeatmapHead(weights)
        guard head.points == Self.pointCount else {
            throw weights.error(.unsupported("a head for bodies of \(head.points) points"))
        }
    }

    /// Whether a network has a head for poses.
    public static func isIn(_ network: UNet) -> Bool { network.weights.hasAny(below: "heatmap_head") }

    /// The points of the person in each picture.
    ///
    /// - Parameters:
    ///   - latents: of pictures of `height` × `width`, scaled as the network wants them.
    ///   - timestep: of noise at its highest.
    ///   - label: what the network is told beside the prompt, if it takes that.
    /// - Shapes: `latents` [N, C, H, W], `context` [1, T, D], `label` [1, labelWidth].
    /// - Throws: `CancellationError`; `ModelInputError`; if the weights cannot be read.
    public func callAsFunction(
        _ latents: Tensor, timestep: Float, context: Tensor, label: Tensor?
    ) throws -> [[Point]] {
        let maps = try head(features(latents, timestep: timestep, context: context, label: label))
        // From cells to pixels: the first and the last of both fall together.
        let across = Float(Double(width - 1) / Double(width / 4 - 1))
        let down = Float(Double(height - 1) / Double(height / 4 - 1))
        return HeatmapPeaks(maps).images.map { peaks in
            peaks.map { peak in
                peak.isFound
                    ? Point(x: peak.x * across, y: peak.y * down, score: peak.height)
                    : Point(x: -1, y: -1, score: peak.height)
            }
        }
    }

    /// - Shapes: → [N, H, W, width of the head].
    func features(_ latents: Tensor, timestep: Float, context: Tensor, label: Tensor?) throws -> Tensor {
        let count = latents.shape[0]
        let features = try network.features(
            latents, timesteps: [Float](repeating: timestep, count: count),
            context: network.prepare(context.repeated(count, axis: 0)), label: label?.repeated(count, axis: 0),
            width: head.width)
        guard let features else {
            throw network.weights.error(.unsupported("no block of the way up takes in \(head.width) channels"))
        }
        return features
    }

    /// The maps of each point, for tests.
    func heatmaps(_ features: Tensor) throws -> Tensor { try head(features) }
}
