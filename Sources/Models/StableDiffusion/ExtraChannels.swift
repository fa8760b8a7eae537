import Diffusion
import Tensors

/// What a network sees beside the noisy latent, as channels of its own.
///
/// - Source: `concat_cond` in ComfyUI's `model_base.py`.
public enum ExtraChannels: Sendable, Hashable {
    case none
    /// Inpainting: the mask, and the latent of the picture with a gray hole.
    case hole
    /// InstructPix2Pix: the latent of the picture to change, in the model's scale or as the autoencoder gives it.
    case picture(isScaled: Bool)
    /// The ×4 upscaler: the small picture itself, under noise.
    case smallPicture

    init(count: Int, of latentChannels: Int, isPictureScaled: Bool) {
        switch count {
        case ...0: self = .none
        case latentChannels: self = .picture(isScaled: isPictureScaled)
        default: self = .hole
        }
    }

    /// What a sampler starts from, as extra channels are made of it where a prompt brings nothing.
    public struct Scene {
        /// In the model's scale [N, C, H, W].
        public let latent: Tensor
        /// Where the sampler works [N, C, H, W].
        public let mask: Tensor?
        public let format: LatentFormat
        /// Of the walk's noise.
        public let seed: UInt64

        public init(latent: Tensor, mask: Tensor?, format: LatentFormat, seed: UInt64) {
            self.latent = latent
            self.mask = mask
            self.format = format
            self.seed = seed
        }
    }

    /// The channels for a prompt's entry; nil where the network takes none.
    ///
    /// - Shapes: → [N, extra, H, W].
    public func channels(for entry: ConditioningEntry, in scene: Scene) -> Tensor? {
        switch self {
        case .none: nil
        case .hole: hole(entry, scene)
        case .smallPicture: SmallPicture.channels(for: entry, in: scene)
        case .picture(let isScaled):
            entry.tensors["concat_latent_image"].map { image in
                Self.fitted(isScaled ? scene.format.encoded(image) : image, to: scene.latent.shape)
            } ?? Tensor(zeros: scene.latent.shape)
        }
    }

    private func hole(_ entry: ConditioningEntry, _ scene: Scene) -> Tensor {
        let shape = scene.latent.shape
        guard let mask = entry.tensors["concat_mask"] ?? scene.mask?.sliced(axis: 1, 0..<1) else {
            return concatenate(
                [Tensor(repeating: 1, shape: [shape[0], 1, shape[2], shape[3]]), Self.blank(shape)], axis: 1)
        }
        let image = entry.tensors["concat_latent_image"].map { scene.format.encoded($0) } ?? scene.latent
        let (height, width) = (mask.shape[mask.shape.count - 2], mask.shape[mask.shape.count - 1])
        let planes = Self.fitted(
            mask.reshaped([mask.count / (height * width), 1, height, width]), to: [shape[0], 1, shape[2], shape[3]]
        ) { $0.rounded(.toNearestOrEven) }
        return concatenate([planes, Self.fitted(image, to: shape)], axis: 1)
    }

    /// What the autoencoder makes of a gray picture, as ComfyUI has it.
    private static func blank(_ shape: [Int]) -> Tensor {
        let plane = [shape[0], 1, shape[2], shape[3]]
        let values: [Float] = [0.8223, -0.6876, 0.6364, 0.1380]
        return concatenate(
            (0..<shape[1]).map { Tensor(repeating: $0 < values.count ? values[$0] : 1, shape: plane) }, axis: 1)
    }

    /// An image in the latent's size, for each image of the batch.
    private static func fitted(
        _ image: Tensor, to shape: [Int], each change: ((Float) -> Float)? = nil
    ) -> Tensor {
        var image = image
        if image.shape[2...] != shape[2...] {
            image = resizedLatent(image, height: shape[2], width: shape[3], method: .bilinear, crop: .center)
        }
        if let change {
            image = Tensor(shape: image.shape) { result in
                let values = image.values
                for index in 0..<values.count { result[index] = change(values[index]) }
            }
        }
        return image.spread(toBatch: shape[0])
    }
}

extension Tensor {
    /// `count` rows, evenly picked from all: ComfyUI's `resize_to_batch_size`.
    public func spread(toBatch count: Int) -> Tensor {
        let own = shape[0]
        if own == count { return self }
        if count <= 1 { return self[rows: 0..<count] }
        let picked = (0..<count).map { index in
            count < own
                ? Int((Double(index) * Double(own - 1) / Double(count - 1)).rounded(.toNearestOrEven))
                : Int((Double(index) + 0.5) * Double(own) / Double(count))
        }
        return concatenate(picked.map { self[rows: min($0, own - 1)..<min($0, own - 1) + 1] }, axis: 0)
    }
}
