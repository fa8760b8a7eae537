import Engine

// What looks for people and foregrounds in pictures.

extension SDPoseKeypointExtractor: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let pictures = $image.outline, let network = $model.outline else { return nil }
        // Rectangles are looked at one by one; whatever their size, all are brought to 1024 × 768 pixels.
        let together = $bboxes.isThere ? 1 : min(batchSize, pictures.images)
        let cells = (128 * 96).saturatingMultiply(by: together)
        let pixels = (1024 * 768).saturatingMultiply(by: together)
        // The head's features at twice the size, before and after each layer, and its maps.
        let maps = cells.saturatingMultiply(by: 4 * 4 * (3 * 2 * network.channels + 2 * 133))
        let looking = max(ActivationMemory.denoising(cells: cells, channels: network.channels), maps)
        return MemoryNeed(
            working: max(looking, ActivationMemory.encoding(pixels: 1024 * 768))
                .saturatingAdd(pixels.saturatingMultiply(by: 12)))
    }
}

extension RemoveBackground: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let pictures = $image.outline, $bgRemovalModel.outline != nil else { return nil }
        $mask.expect(
            MaskOutline(bytes: 4.saturatingMultiply(by: pictures.images).saturatingMultiply(by: pictures.pixels)))
        // Measured: pictures are looked at one by one, and brought to 1024 × 1024 pixels first, the longer way with rows of the
        // old height.
        let narrowed = pictures.height.saturatingMultiply(by: 1024 * 12)
        return MemoryNeed(working: narrowed.saturatingAdd(640 << 20))
    }
}
