import Diffusion
import Engine
import Tensors

/// How far a sampler has come, so that it can go on from there.
struct SamplerProgress: Port {
    static let portType = "SAMPLER_STATE"

    /// What the sampler itself carries from step to step, in the model's scale.
    let state: SamplerState

    /// The latent that the walk began with, and its noise.
    let origin: Latent
    let noise: Tensor
    /// Of the noise that the sampler adds.
    let seed: UInt64

    /// What the walk has come to, in the graph's scale.
    let reached: Latent

    /// What the model last took the picture to be, in the model's scale.
    let denoised: Tensor?

    var memoryCost: Int {
        let tensors = [state.latent, noise] + state.history + [denoised].compactMap(\.self)
        return origin.memoryCost + reached.memoryCost + 4 * tensors.reduce(0) { $0 + $1.count }
    }
}

/// Why a sampler cannot take a step.
enum StepError: Error, Hashable, CustomStringConvertible {
    case noStart, noLevels

    var description: String {
        switch self {
        case .noStart: "there is nothing to begin with. Connect a state, or a latent and its noise."
        case .noLevels: "sigmas: there are no noise levels to walk through. Connect some."
        }
    }
}
