import Tensors

/// Keeps a latent as it is outside a mask while a sampler works on the rest.
///
/// The model always sees the kept part with the noise of its level, and predicts it as it is.
///
/// - Source: `KSamplerX0Inpaint` in ComfyUI's `samplers.py`.
public struct MaskedDenoising {
    /// 1 where the sampler works, 0 where the latent stays [N, C, H, W].
    public var mask: Tensor

    /// What stays, in the model's scale [N, C, H, W].
    public var latent: Tensor

    /// The noise that the kept part is seen under [N, C, H, W].
    public var noise: Tensor

    /// Another mask for a noise level, as differential diffusion wants it.
    public var maskAtLevel: ((_ mask: Tensor, _ sigma: Float) throws -> Tensor)?

    public init(mask: Tensor, latent: Tensor, noise: Tensor) {
        self.mask = mask
        self.latent = latent
        self.noise = noise
    }

    public func denoiser(_ inner: Denoiser, _ sampling: ModelSampling) -> Denoiser {
        Denoiser(guided: { noisy, sigma, needsUnconditional in
            // A sampler that changes the size cannot keep what lies outside a mask.
            guard noisy.shape == latent.shape else {
                throw SamplingError.misshapen(what: "the mask", expected: noisy.shape, found: latent.shape)
            }
            let mask = try maskAtLevel?(self.mask, sigma) ?? self.mask
            let rest = 1 - mask
            let kept = sampling.noised(latent, with: noise, at: sigma)
            let seen = noisy * mask + kept * rest
            guard needsUnconditional else {
                return Denoised(try inner(seen, sigma) * mask + latent * rest)
            }
            var denoised = try inner.both(seen, sigma)
            denoised.guided = denoised.guided * mask + latent * rest
            return denoised
        })
    }

    /// A mask as it comes along with a latent, in the latent's own size and for all its images and channels.
    ///
    /// - Shapes: `mask` [H, W], [N, H, W] or [N, 1, H, W]; `shape` [N, C, H, W] → `shape`.
    /// - Throws: `SamplingError` where it is no mask at all.
    public static func mask(_ mask: Tensor, fittedTo shape: [Int]) throws(SamplingError) -> Tensor {
        let planes = try fittedMask(mask, rows: shape[2], columns: shape[3])
        let repeats = (shape[0] + planes.shape[0] - 1) / planes.shape[0]
        return planes.reshaped([planes.shape[0], 1, shape[2], shape[3]]).repeated(shape[1], axis: 1)
            .repeated(repeats, axis: 0)[rows: 0..<shape[0]]
    }
}
