import Diffusion
import Tensors

/// Blurs what CLIP sees of pictures by noise, and tells the network by how much.
///
/// - Source: `CLIPEmbeddingNoiseAugmentation` of Stability AI's `upscaling.py`, and `unclip_adm` in ComfyUI's
///   `model_base.py`.
enum PictureAugmentation {
    private static let table = NoiseTable(spacing: .cosine)

    /// - Parameters:
    ///   - mixing: noise on the sum of several pictures, 0...1.
    ///   - seed: of the noise; each picture has the same, and the sum goes on drawing where they ended.
    /// - Shapes: pictures of [1, D] each → [1, 2 · D].
    static func label(of pictures: [SeenPicture], mixing: Double, seed: UInt64) -> Tensor {
        var generator = TorchGenerator(seed: seed)
        let labels = pictures.map { picture in
            generator = TorchGenerator(seed: seed)
            return augmented(picture.vector, noise: picture.noise, by: &generator) * Float(picture.strength)
        }
        guard let first = labels.first else { preconditionFailure("a label of no pictures") }
        guard labels.count > 1 else { return first }
        let sum = labels.dropFirst().reduce(first) { $0 + $1 }
        return augmented(sum.sliced(axis: 1, 0..<sum.shape[1] / 2), noise: mixing, by: &generator)
    }

    private static func augmented(_ vector: Tensor, noise: Double, by generator: inout TorchGenerator) -> Tensor {
        let level = Int((Double(table.timesteps - 1) * noise).rounded(.toNearestOrEven))
        let kept = table.kept(at: level)
        let drawn = generator.normal(vector.shape)
        let blurred = vector * Float(kept.squareRoot()) + drawn * Float((1 - kept).squareRoot())
        return concatenate([blurred, sinusoids(of: [Float(level)], width: vector.shape[1])], axis: 1)
    }
}
