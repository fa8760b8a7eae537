/// Which noise levels a run goes through.
public struct StepPlan: Sendable, Hashable {
    public var scheduler: Scheduler
    public var steps: Int

    /// The part of the way from pure noise that is gone: below 1, the run starts late and keeps some of the latent.
    public var denoise = 1.0

    /// First step to take; all steps before it are left out.
    public var start: Int?

    /// Step to stop before.
    public var end: Int?

    /// Whether a run that stops early removes all noise in its last step.
    public var endsClean = false

    public init(
        scheduler: Scheduler, steps: Int, denoise: Double = 1, start: Int? = nil, end: Int? = nil,
        endsClean: Bool = false
    ) {
        precondition(steps > 0, "\(steps) steps")
        self.scheduler = scheduler
        self.steps = steps
        self.denoise = denoise
        self.start = start
        self.end = end
        self.endsClean = endsClean
    }

    /// The levels, falling; none where the latent is to be left alone.
    ///
    /// - Source: ComfyUI's `KSampler` class.
    public func sigmas(sampler: SamplerName, for sampling: ModelSampling) -> [Float] {
        var sigmas = all(sampler: sampler, for: sampling)
        if let end, end < sigmas.count - 1 {
            sigmas = Array(sigmas[...max(end, 0)])
            if endsClean { sigmas[sigmas.count - 1] = 0 }
        }
        if let start {
            sigmas = start < sigmas.count - 1 ? Array(sigmas[max(start, 0)...]) : []
        }
        return sigmas
    }

    private func all(sampler: SamplerName, for sampling: ModelSampling) -> [Float] {
        if denoise > 0.9999 { return full(steps, sampler, sampling) }
        guard denoise > 0 else { return [] }
        // A denoise next to zero would ask for more levels than anything can hold.
        return full(Int(min(Double(steps) / denoise, 1e7)), sampler, sampling).suffix(steps + 1)
    }

    /// Some samplers look half a step ahead, where the last level above zero is of no use to them.
    private func full(_ steps: Int, _ sampler: SamplerName, _ sampling: ModelSampling) -> [Float] {
        guard sampler.skipsLastLevel else { return scheduler.sigmas(steps: steps, for: sampling) }
        var sigmas = scheduler.sigmas(steps: steps + 1, for: sampling)
        sigmas.remove(at: sigmas.count - 2)
        return sigmas
    }
}
