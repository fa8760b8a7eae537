import Tensors

/// The clean latent, noised afresh to the next level.
///
/// - Source: Luo et al. 2023, https://arxiv.org/abs/2310.04378, as in ComfyUI's `sample_lcm`.
public struct LCMSampler: Sampler {
    /// Factor on the fresh noise in the first step.
    public var noiseScale: Double

    /// The same in the last step, with a straight line between; nil for no change.
    public var lastNoiseScale: Double?

    /// The noise is cut off at this many deviations; 0 for no limit.
    public var noiseLimit: Double

    public var noise: NoiseKind { .independent }

    public init(noiseScale: Double = 1, lastNoiseScale: Double? = nil, noiseLimit: Double = 0) {
        self.noiseScale = noiseScale
        self.lastNoiseScale = lastNoiseScale
        self.noiseLimit = noiseLimit
    }

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.levels(state.step)
        let denoised = try run.denoiser(state.latent, sigma)
        try run.report(state.step, state.latent, denoised)
        guard next > 0 else { return state.advance(to: denoised, in: run) }

        var fresh = state.noise(from: sigma, to: next)
        if noiseLimit > 0 {
            let limit = Float(noiseLimit) * deviation(of: fresh)
            fresh = clamp(fresh, -limit...limit)
        }
        let steps = run.sigmas.count - 1
        let part = steps > 1 ? Double(state.step) / Double(steps - 1) : 0
        let scale = noiseScale + ((lastNoiseScale ?? noiseScale) - noiseScale) * part
        if scale != 1 { fresh = fresh * Float(scale) }
        state.advance(to: run.sampling.noised(denoised, with: fresh, at: next), in: run)
    }

    /// The unbiased estimate, over all elements.
    private func deviation(of tensor: Tensor) -> Float {
        let values = tensor.values
        var sum = 0.0
        for index in 0..<values.count { sum += Double(values[index]) }
        let mean = sum / Double(values.count)
        var squares = 0.0
        for index in 0..<values.count {
            let difference = Double(values[index]) - mean
            squares += difference * difference
        }
        return Float((squares / Double(max(values.count - 1, 1))).squareRoot())
    }
}
