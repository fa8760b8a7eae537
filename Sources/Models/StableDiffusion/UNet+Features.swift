import Kernels
import Tensors

extension UNet {
    /// What the way up holds before its last block that takes in `width` channels: features for a network that looks at them
    /// rather than at the prediction. Later blocks are not run. Nil if no block takes in so many.
    ///
    /// - Shapes: `latent` [N, C, H, W], `timesteps` N of them, `label` [N, labelWidth] → [N, H', W', width].
    /// - Units: `timesteps` in training steps.
    /// - Throws: `CancellationError`; `ModelInputError`; if the weights cannot be read.
    func features(
        _ latent: Tensor, timesteps: [Float], context: PreparedContext, label: Tensor? = nil, width: Int
    ) throws -> Tensor? {
        let widths = [configuration.trunk.middle.width] + configuration.output.dropLast().map(\.width)
        guard let block = widths.lastIndex(of: width) else { return nil }
        return try Precision.$current.withValue(Precision.asked) {
            try hidden(
                after: block, channelsLast(latent), timesteps: timesteps, context: context, label: label)
        }
    }
}
