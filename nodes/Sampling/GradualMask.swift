import Diffusion
import Tensors

/// A mask whose gray says how late a place may change: differential diffusion.
///
/// - Source: Levin and Fried 2023, https://differential-diffusion.github.io, as ComfyUI spaces it over timesteps.
struct GradualMask {
    /// 1 cuts the mask to black and white in every step; less blends it with the gray one.
    let strength: Double

    private let sampling: ModelSampling
    private let first: Float
    private let last: Float

    /// Nil for a walk without levels.
    init?(strength: Double, sigmas: [Float], _ sampling: ModelSampling) {
        guard let start = sigmas.first, let end = sigmas.last else { return nil }
        self.strength = strength
        self.sampling = sampling
        first = sampling.timestep(start)
        last = sampling.timestep(max(end, sampling.lowestSigma))
    }

    /// The mask at a noise level, of the same shape.
    func mask(_ mask: Tensor, at sigma: Float) -> Tensor {
        let threshold = (sampling.timestep(sigma) - last) / (first - last)
        let blend = strength > 0 && strength < 1
        let (share, rest) = (Float(strength), Float(1 - strength))
        return mask.mapped { value in
            let open: Float = value >= threshold ? 1 : 0
            return blend ? share * open + rest * value : open
        }
    }
}
