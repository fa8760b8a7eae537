import Diffusion
import Engine
import Layers
import Models
import Tensors
import Text

/// A diffusion model, ready to sample with.
struct Model: Port {
    static let portType = "MODEL"

    /// A file may lack it; that matters to whoever samples.
    var network: Result<UNet, WeightsError>
    var sampling = ModelSampling.discrete()
    var latentFormat = LatentFormat.stableDiffusion

    /// What nodes have changed in how the network computes.
    var patches = UNetPatches()

    /// What nodes have added to its guidance; the scale is the sampling node's.
    var guidance = ClassifierFreeGuidance(scale: 1)

    /// Other guidance scales for parts of the way; the latest that counts is taken.
    var scaleOverrides: [ScaleOverride] = []

    /// How sharply a noise mask's gray says how late a place may change; nil if gray only blends.
    var gradualMaskStrength: Double?

    let memoryCost: Int
}

/// A text encoder with its tokenizer.
struct CLIP: Port {
    static let portType = "CLIP"

    /// A file may lack it; that matters to whoever encodes.
    var encoder: Result<PromptEncoder, WeightsError>
    let tokenizer: PromptTokenizer

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
            let tensors = [entry.context, entry.pooled, entry.label, entry.concatenated, entry.mask].compactMap(\.self)
            return sum + 4 * (tensors + entry.tensors.values).reduce(0) { $0 + $1.count }
        }
    }
}
