import Diffusion
import Engine
import Layers
import Models
import Tensors

/// A diffusion model, ready to sample with.
struct Model: Port {
    static let portType = "MODEL"

    /// A file may lack it; that matters to whoever samples.
    var network: Result<UNet, WeightsError>
    var sampling = ModelSampling.discrete()
    var latentFormat = LatentFormat.stableDiffusion

    /// What it is told beside the prompt and the time.
    var label = LabelEncoding.none
    /// What it sees beside the noisy latent.
    var extraChannels = ExtraChannels.none

    /// What makes other tokens into those of prompts.
    var contextProjection: ContextProjection?

    /// What nodes have changed in how the network computes.
    var patches = UNetPatches()

    /// Patches that carry something from step to step; each walk has its own.
    var walkPatches: [@Sendable (Walk) -> any SelfAttentionPatch] = []

    /// Guidance within self-attention, in turn.
    var attentionGuidance: [AttentionGuidance] = []

    /// Whether guidance asks how much attention the places of the middle receive.
    var watchesAttention = false

    /// Prompts that guidance asks about besides those of the sampling node.
    var addedPrompts: [Conditioning] = []

    /// What nodes have added to its guidance; the scale is the sampling node's.
    var guidance = ClassifierFreeGuidance(scale: 1)

    /// Changes of both predictions that carry something from step to step, after those of `guidance`; each walk has its own.
    var walkGuidance:
        [@Sendable () -> @Sendable (ClassifierFreeGuidance.Step) throws -> (positive: Tensor, negative: Tensor)] = []

    /// What it restores a picture with.
    var restoration: AppliedRestoration?

    /// Other guidance scales for parts of the way; the latest that counts is taken.
    var scaleOverrides: [ScaleOverride] = []

    /// Whether calls of the network are left out where little would change.
    var stepReuse: StepReuse?

    /// A network that finds things in pictures, in place of one that samples.
    var detector: RTDETR?

    /// How sharply a noise mask's gray says how late a place may change; nil if gray only blends.
    var gradualMaskStrength: Double?

    let memoryCost: Int
}

extension Model {
    /// - Parameter tensors: of the whole file, where authors leave marks of how the network is used.
    /// - Throws: if the file cannot be read, or holds a kind of latent that Darkroom does not know.
    init(
        _ network: Result<UNet, WeightsError>, in tensors: [String: StoredTensor], memoryCost: Int
    ) throws {
        self.init(network: network, memoryCost: memoryCost)
        guard case .success(let network) = network else { return }
        let traits = try DiffusionTraits(of: network, in: tensors)
        sampling = traits.sampling
        latentFormat = traits.latentFormat
        label = traits.label
        extraChannels = traits.extraChannels
        contextProjection = traits.contextProjection
    }
}

/// One or more text encoders with their tokenizers.
struct CLIP: Port {
    static let portType = "CLIP"

    /// A file may lack it; that matters to whoever encodes.
    var encoder: Result<TextEncoder, WeightsError>

    /// Changes that count for some prompts only.
    var hooks = CLIPHooks()

    let memoryCost: Int
}

/// The pair of networks between pictures and latents.
struct VAE: Port {
    static let portType = "VAE"

    /// A file may lack it; that matters to whoever decodes or encodes.
    let autoencoder: Result<Autoencoder, WeightsError>

    let memoryCost: Int
}

/// What a sampler is told to show or to avoid.
extension Conditioning: Port {
    public static var portType: String { "CONDITIONING" }

    public var memoryCost: Int {
        entries.reduce(0) { sum, entry in
            let tensors = [
                entry.context, entry.pooled, entry.controlContext, entry.label, entry.concatenated, entry.mask,
            ].compactMap(\.self)
            return sum + 4 * (tensors + entry.tensors.values).reduce(0) { $0 + $1.count }
        }
    }
}
