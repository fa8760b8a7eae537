import Tensors

/// What a guided model has added to its input, and whether that still does.
///
/// Used by the one task that walks.
///
/// - Source: LazyCache, as ComfyUI's `nodes_easycache.py` has it.
public final class GuidanceReuse {
    /// Evaluations that were left out.
    public private(set) var skipped = 0

    private let window: ReuseWindow
    private var estimate: ChangeEstimate
    private var added: Tensor?
    /// For samplers that follow the negative prompt: what was last predicted for it.
    private var unconditional: Tensor?

    public init(_ reuse: StepReuse, _ sampling: ModelSampling) {
        window = ReuseWindow(reuse, sampling)
        estimate = ChangeEstimate(threshold: reuse.threshold)
    }

    public func denoiser(_ inner: Denoiser) -> Denoiser {
        Denoiser(guided: { latent, sigma, needsUnconditional in
            func ask() throws -> Denoised {
                needsUnconditional ? try inner.both(latent, sigma) : Denoised(try inner(latent, sigma))
            }
            guard !self.window.isPast(sigma) else { return try ask() }
            self.estimate.skipEstimate()
            if self.window.hasBegun(sigma), self.estimate.isSmall(at: latent, canReuse: true), let added = self.added {
                self.skipped += 1
                return Denoised(latent + added, unconditional: self.unconditional)
            }
            let denoised = try ask()
            self.added = denoised.guided - latent
            self.unconditional = denoised.unconditional
            self.estimate.remember(latent, gave: denoised.guided, in: denoised.guided)
            return denoised
        })
    }
}
