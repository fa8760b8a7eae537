import Diffusion
import Tensors

/// What a network is told beside the prompt and the time, as one vector.
///
/// - Source: `encode_adm` in ComfyUI's `model_base.py`.
public enum LabelEncoding: Sendable, Hashable {
    case none
    /// Stable Diffusion XL and its refiner: the pooled prompt, sizes, and a score of beauty if there is room for five only.
    case sizes
    /// Stable Diffusion 2.1 unCLIP: pictures as CLIP sees them.
    case pictures
    /// The ×4 upscaler: how much noise covers the small picture, as a number of its training.
    case noiseLevel
    /// Lotus and SDPose: the task, which is to estimate something rather than to give the picture again.
    case task

    init(_ network: UNetTrunkConfiguration) {
        if network.labelCount != nil {
            self = .noiseLevel
            return
        }
        switch (network.labelWidth, network.contextWidth) {
        case (nil, _): self = .none
        case (4, 1024): self = .task
        // Only 2.x has prompts of this width.
        case (_, 1024): self = .pictures
        default: self = .sizes
        }
    }

    /// The vector for a prompt's entry; nil where the network takes none, or the prompt has nothing to make it of.
    ///
    /// - Parameters:
    ///   - width: of the network's label.
    ///   - height: of the pictures to come, in pixels; `pictureWidth` likewise.
    ///   - isNegative: whether it is a prompt to avoid.
    ///   - seed: of the noise that blurs pictures.
    /// - Shapes: → [1, width].
    public func label(
        for entry: ConditioningEntry, width: Int, height: Int, pictureWidth: Int, isNegative: Bool, seed: UInt64
    ) -> Tensor? {
        let seen = SeenPicture.all(of: entry)
        switch self {
        case .none: return nil
        case .noiseLevel: return Tensor([Float(SmallPicture.noiseLevel(of: entry))], shape: [1, 1])
        case .task:
            // Sine and cosine of its number, 1, and of the other's, 0.
            precondition(width == 4, "a task in \(width) numbers")
            return Tensor([0.84147098, 0, 0.54030231, 1], shape: [1, 4])
        case .pictures:
            guard !seen.isEmpty else { return Tensor(zeros: [1, width]) }
            let mixing = entry.parameters["unclip_noise_augment_merge"] ?? 0.05
            return PictureAugmentation.label(of: seen, mixing: mixing, seed: seed &- 10)
        case .sizes:
            var pooled = entry.pooled
            if !seen.isEmpty {
                let vector = PictureAugmentation.label(of: seen, mixing: 0, seed: seed &- 10)
                pooled = vector.sliced(axis: 1, 0..<min(1280, vector.shape[1]))
            }
            guard let pooled else { return nil }
            var numbers = SizeLabel(height: height, width: pictureWidth)
            numbers.take(entry.parameters)
            if width - pooled.shape[1] == 5 * SizeLabel.numberWidth {
                // ComfyUI's scores where a prompt names none.
                let score = entry.parameters["aesthetic_score"] ?? (isNegative ? 2.5 : 6)
                return numbers.label(pooled: pooled, score: Float(score))
            }
            return numbers.label(pooled: pooled)
        }
    }
}
