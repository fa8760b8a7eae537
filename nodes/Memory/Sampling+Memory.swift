import Engine

// What walks from noise to a picture.

extension NetworkOutline {
    /// What walking takes; the model looks at the latent once for each prompt, all at the same time.
    fileprivate func walking(_ latent: LatentOutline, prompts: Int) -> MemoryNeed {
        let cells = latent.cells.saturatingMultiply(by: prompts)
        // Noise, the state and its changes are a few more latents.
        return MemoryNeed(
            working: ActivationMemory.denoising(cells: cells, channels: channels)
                .saturatingAdd(latent.bytes.saturatingMultiply(by: 6)))
    }
}

extension KSampler: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let start = $latentImage.outline, let network = $model.outline else { return nil }
        $latent.expect(start)
        return network.walking(start, prompts: cfg == 1 ? 1 : 2)
    }
}

extension KSamplerAdvanced: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let start = $latentImage.outline, let network = $model.outline else { return nil }
        $latent.expect(start)
        return network.walking(start, prompts: cfg == 1 ? 1 : 2)
    }
}

extension SamplerCustom: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let start = $latentImage.outline, let network = $model.outline else { return nil }
        $latent.expect(start)
        $denoised.expect(start)
        return network.walking(start, prompts: cfg == 1 ? 1 : 2)
    }
}

extension SamplerCustomAdvanced: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let start = $latentImage.outline, let network = $guider.outline else { return nil }
        $latent.expect(start)
        $denoised.expect(start)
        return network.walking(start, prompts: $guider.isThere ? guider.sides.count : 2)
    }
}
