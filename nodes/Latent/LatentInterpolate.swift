import Engine
import Tensors

/// Blends latents by direction and by length.
struct LatentInterpolate: Node {
    static let category = "model/latent/advanced"
    static let summary = "Blend two latents, directions and lengths by themselves; 1 is all of the first."

    @Input("The latents at 1; the others take their size.") var samples1: Latent
    @Input("The latents at 0.") var samples2: Latent
    @Input("How much of the first there is.", in: 0...1) var ratio = 1.0

    @Output var blended: Latent

    func run(_ context: RunContext) throws {
        let (first, second) = (try samples1.pictures, try samples1.matching(samples2))
        let (share, rest) = (Float(ratio), Float(1 - ratio))
        let (firstLengths, secondLengths) = (first.channelNorms, second.channelNorms)
        let direction = first.divided(by: firstLengths) * share + second.divided(by: secondLengths) * rest
        let lengths = firstLengths * share + secondLengths * rest
        blended = samples1
        blended.samples = direction.divided(by: direction.channelNorms) * lengths.broadcast(to: first.shape)
    }
}

extension Tensor {
    /// Every cell divided by its number; zero where that is no number.
    ///
    /// - Shapes: self [N, C, H, W], `lengths` [N, 1, H, W].
    fileprivate func divided(by lengths: Tensor) -> Tensor {
        combined(with: lengths.broadcast(to: shape)) { value, length in
            let ratio = value / length
            return ratio.isNaN ? 0 : ratio
        }
    }
}
