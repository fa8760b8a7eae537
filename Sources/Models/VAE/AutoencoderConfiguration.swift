import Layers

/// The shape of one half of an autoencoder, read from the shapes of its tensors.
///
/// Source: key layout of CompVis `diffusionmodules/model.py`.
struct AutoencoderConfiguration: Sendable, Hashable {
    /// Channels of the picture, and of the latent.
    let pictureChannels: Int, latentChannels: Int
    /// From the size of the picture down to that of the latent.
    let levels: [Level]

    struct Level: Sendable, Hashable {
        let width: Int
        let blocks: Int
        /// Whether the next level has half the size.
        let resamples: Bool
    }

    /// Pixels along the edge of a latent's cell.
    var cellSize: Int { 1 << levels.count(where: \.resamples) }

    /// - Parameter weights: seen from `encoder`.
    static func encoder(_ weights: Weights) throws(WeightsError) -> Self {
        let pictureChannels = try weights.shape("conv_in.weight", rank: 4)[1]
        return Self(
            pictureChannels: pictureChannels, latentChannels: try weights.shape("conv_out.weight", rank: 4)[0] / 2,
            levels: try levels(weights, "down", resampler: "downsample"))
    }

    /// - Parameter weights: seen from `decoder`.
    static func decoder(_ weights: Weights) throws(WeightsError) -> Self {
        let latentChannels = try weights.shape("conv_in.weight", rank: 4)[1]
        return Self(
            pictureChannels: try weights.shape("conv_out.weight", rank: 4)[0], latentChannels: latentChannels,
            levels: try levels(weights, "up", resampler: "upsample"))
    }

    private static func levels(
        _ weights: Weights, _ name: String, resampler: String
    ) throws(WeightsError) -> [Level] {
        var levels: [Level] = []
        for index in 0..<max(1, weights.count(of: name)) {
            let level = weights / "\(name).\(index)"
            levels.append(
                Level(
                    width: try level.shape("block.0.conv1.weight", rank: 4)[0], blocks: level.count(of: "block"),
                    resamples: level.has("\(resampler).conv.weight")))
        }
        return levels
    }
}
