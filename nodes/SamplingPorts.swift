import Diffusion
import Engine
import Tensors

/// Falling noise levels for a sampler to walk through.
struct Sigmas: Port {
    static let portType = "SIGMAS"

    var levels: [Float]

    var memoryCost: Int { 4 * levels.count }
}

/// A sampler with its options.
struct ChosenSampler: Port {
    static let portType = "SAMPLER"

    let sampler: any Sampler

    /// Whether what lies outside a mask is noised with a draw of its own, as DDIM does.
    var redrawsMaskedNoise = false

    /// Whether latents become larger or smaller on the way.
    var changesSize = false

    var memoryCost: Int { 64 }

    init(_ sampler: any Sampler) {
        self.sampler = sampler
    }

    init(_ name: SamplerName) {
        sampler = name.sampler
        redrawsMaskedNoise = name == .ddim
    }
}

/// The noise that a picture starts from.
struct Noise: Port {
    static let portType = "NOISE"

    /// Also of the noise that a sampler adds on its way.
    let seed: UInt64

    /// Whether there is any at the start.
    var isAdded = true

    var memoryCost: Int { 16 }

    /// - Shapes: `latent` [N, C, H, W] with as many channels as the model has → same.
    func initial(for latent: Latent) -> Tensor {
        isAdded
            ? initialNoise(seed: seed, shape: latent.samples.shape, batchIndices: latent.batchIndex)
            : Tensor(zeros: latent.samples.shape)
    }
}

/// A model with its prompts, and how what it predicts for them becomes one prediction.
struct Guider: Port {
    static let portType = "GUIDER"

    let model: Model

    /// What the model predicts for: the positive prompt first.
    let sides: [Conditioning]

    /// Which of the sides is what to avoid.
    var negativeSide = 1

    let guide: @Sendable (ConditionedModel) -> Denoiser

    /// Another model that is asked beside it.
    var partner: Partner?

    struct Partner {
        let model: Model
        let sides: [Conditioning]
        /// Takes the place of the guider's own guidance.
        let guide: @Sendable (_ own: ConditionedModel, _ other: ConditionedModel) -> Denoiser
    }

    var memoryCost: Int {
        let others = partner.map { $0.model.memoryCost + $0.sides.reduce(0) { $0 + $1.memoryCost } } ?? 0
        return model.memoryCost + sides.reduce(0) { $0 + $1.memoryCost } + others
    }
}

extension Guider {
    /// Guidance from a negative prompt to a positive one, as the model's patches have it.
    init(_ model: Model, positive: Conditioning, negative: Conditioning, scale: Double) {
        self.model = model
        sides = [positive, negative]
        var guidance = model.guidance
        guidance.scale = scale
        guide = { [guidance] asked in
            var guidance = guidance
            guidance.before += model.walkGuidance.map { $0() }
            return guidance.denoiser(asked, overrides: model.scaleOverrides)
        }
    }
}
