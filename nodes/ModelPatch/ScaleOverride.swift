import Diffusion

/// Another guidance scale between two noise levels.
struct ScaleOverride: Sendable {
    let scale: Double
    let highest: Double
    let lowest: Double

    func counts(at sigma: Float) -> Bool { lowest <= Double(sigma) && Double(sigma) <= highest }
}

extension ClassifierFreeGuidance {
    /// With the latest override's scale where one counts.
    func overridden(_ overrides: [ScaleOverride], at sigma: Float) -> Self {
        guard let override = overrides.last(where: { $0.counts(at: sigma) }) else { return self }
        var guidance = self
        guidance.scale = override.scale
        return guidance
    }

    /// The guided model, with the latest override's scale where one counts.
    func denoiser(_ model: ConditionedModel, overrides: [ScaleOverride]) -> Denoiser {
        let plain = denoiser(model)
        guard !overrides.isEmpty else { return plain }
        let others = overrides.map { override in
            var guidance = self
            guidance.scale = override.scale
            return (override, guidance.denoiser(model))
        }
        return Denoiser(guided: { latent, sigma, needsUnconditional in
            let chosen = others.last { $0.0.counts(at: sigma) }?.1 ?? plain
            return needsUnconditional ? try chosen.both(latent, sigma) : Denoised(try chosen(latent, sigma))
        })
    }
}
