import Diffusion
import Tensors

/// The picture that the ×4 upscaler enlarges: it sees it beside the latent, covered by some noise.
///
/// - Source: `SD_X4Upscaler` in ComfyUI's `model_base.py`, `ImageConcatWithNoiseAugmentation` in Stability AI's
///   `upscaling.py`.
enum SmallPicture {
    /// Of its training; prompts choose a part of it.
    private static let highestLevel = 350.0
    static let table = NoiseTable(first: 0.0001, last: 0.02)

    static func noiseLevel(of entry: ConditioningEntry) -> Int {
        let part = min(max(entry.parameters["noise_augmentation"] ?? 0, 0), 1)
        return Int((highestLevel * part).rounded(.toNearestOrEven))
    }

    /// - Shapes: → [N, 3, H, W].
    /// - Units: -1 to 1, and noise.
    static func channels(for entry: ConditioningEntry, in scene: ExtraChannels.Scene) -> Tensor {
        let shape = scene.latent.shape
        var image = entry.tensors["concat_image"] ?? Tensor(zeros: [shape[0], 3, shape[2], shape[3]])
        if image.shape[2...] != shape[2...] {
            image = resizedLatent(image, height: shape[2], width: shape[3], method: .bilinear, crop: .center)
        }
        if entry.parameters["noise_augmentation"] ?? 0 > 0 {
            let kept = table.kept(at: noiseLevel(of: entry))
            // ComfyUI's seed of everything that covers what a model sees.
            var generator = TorchGenerator(seed: scene.seed &- 10)
            image = image * Float(kept.squareRoot()) + generator.normal(image.shape) * Float((1 - kept).squareRoot())
        }
        return image.spread(toBatch: shape[0])
    }
}
