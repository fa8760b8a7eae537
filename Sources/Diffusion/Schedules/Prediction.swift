import Tensors

/// What a model's output means, and so how the clean latent follows from it.
///
/// - Source: the classes of ComfyUI's `model_sampling.py`; each formula in its order of operations.
public enum Prediction: String, Sendable, CaseIterable {
    /// The noise in the latent (`eps`).
    case noise
    /// Noise and latent rotated by the noise's angle (`v_prediction`).
    case velocity
    /// Karras' preconditioning with the opposite sign (`edm`).
    case preconditioned
    /// The clean latent itself (`x0`).
    case sample
    /// The straight line from latent to noise (`const`): Stable Diffusion 3, Flux and other rectified flows.
    case flow
    /// Noise, blended with the input by a consistency boundary condition (`lcm`).
    case consistency
    /// The clean latent, from an input that is not scaled (`img_to_img`).
    case image
    /// A rectified flow that is sampled as a variance-exploding diffusion (`cosmos_rflow`).
    case cosmosFlow

    /// Whether the noise level is the part of the noise in a blend, rather than added to the whole latent.
    public var isFlow: Bool { self == .flow }
}

extension ModelSampling {
    /// The latent as the model wants to see it.
    public func input(_ latent: Tensor, at sigma: Float) -> Tensor {
        switch prediction {
        case .flow, .image: latent
        case .cosmosFlow: latent * (1 - sigma / (sigma + 1))
        default: latent / spread(sigma)
        }
    }

    /// The clean latent that `output` stands for, given the latent that the model was asked about.
    public func denoised(_ output: Tensor, from latent: Tensor, at sigma: Float) -> Tensor {
        switch prediction {
        case .noise, .flow:
            return latent - output * sigma
        case .velocity:
            return signal(latent, at: sigma) - output * sigma * dataDeviation / spread(sigma)
        case .preconditioned:
            return signal(latent, at: sigma) + output * sigma * dataDeviation / spread(sigma)
        case .sample, .image:
            return output
        case .consistency:
            return bounded(latent - output * sigma, from: latent, at: sigma)
        case .cosmosFlow:
            let part = sigma / (sigma + 1)
            return latent * (1 - part) - output * part
        }
    }

    /// `latent` with noise of this level.
    ///
    /// - Parameter isStart: whether sampling starts here, at the highest level: then the noise also has the deviation
    ///   that the latent of a trained image would bring.
    public func noised(_ latent: Tensor, with noise: Tensor, at sigma: Float, isStart: Bool = false) -> Tensor {
        switch prediction {
        case .flow:
            let noise = noiseScale == 1 ? noise : noise * noiseScale
            return noise * sigma + latent * (1 - sigma)
        case .cosmosFlow:
            return noise * sigma + latent
        default:
            return noise * (isStart ? (1 + sigma * sigma).squareRoot() : sigma) + latent
        }
    }

    /// What sampling ends with, at a noise level that may be above zero, as a latent that can be noised again.
    public func finished(_ latent: Tensor, at sigma: Float) -> Tensor {
        prediction.isFlow ? latent / (1 - sigma) : latent
    }

    /// The deviation of a noisy latent.
    private func spread(_ sigma: Float) -> Float {
        (sigma * sigma + dataDeviation * dataDeviation).squareRoot()
    }

    private func signal(_ latent: Tensor, at sigma: Float) -> Tensor {
        let variance = dataDeviation * dataDeviation
        return latent * variance / (sigma * sigma + variance)
    }

    /// Source: the boundary condition of Luo et al. 2023 with ComfyUI's data deviation of 0.5.
    private func bounded(_ clean: Tensor, from latent: Tensor, at sigma: Float) -> Tensor {
        let variance: Float = 0.25
        let time = timestep(sigma) * 10
        let skip = variance / (time * time + variance)
        let out = time / (time * time + variance).squareRoot()
        return clean * out + latent * skip
    }
}
