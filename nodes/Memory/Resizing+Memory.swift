import Engine

// What changes the size of what it gets.

extension ImageScale: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard var outline = $image.outline else { return nil }
        let (oldWidth, oldHeight) = (max(1, outline.width), max(1, outline.height))
        if width > 0 || height > 0 {
            outline.width = width > 0 ? width : oldWidth.saturatingMultiply(by: height) / oldHeight
            outline.height = height > 0 ? height : oldHeight.saturatingMultiply(by: width) / oldWidth
        }
        $scaled.expect(outline)
        return MemoryNeed(working: outline.bytes)
    }
}

extension LatentUpscale: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard var outline = $samples.outline else { return nil }
        if width > 0 { outline.width = width / 8 }
        if height > 0 { outline.height = height / 8 }
        $scaled.expect(outline)
        return MemoryNeed(working: outline.bytes)
    }
}

extension ImageScaleBy: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard var outline = $image.outline else { return nil }
        outline.width = outline.width.scaled(by: scaleBy)
        outline.height = outline.height.scaled(by: scaleBy)
        $scaled.expect(outline)
        return MemoryNeed(working: outline.bytes)
    }
}

extension ImageUpscaleWithModel: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard var outline = $image.outline, let network = $upscaleModel.outline else { return nil }
        let tile = min(outline.pixels, 512 * 512)
        outline.width = outline.width.saturatingMultiply(by: network.scale)
        outline.height = outline.height.saturatingMultiply(by: network.scale)
        $enlarged.expect(outline)
        let working = ActivationMemory.enlarging(pixels: tile, scale: network.scale, width: network.width)
        // Tiles are summed up beside their weights.
        return MemoryNeed(working: working.saturatingAdd(outline.bytes.saturatingMultiply(by: 2)))
    }
}

extension LatentUpscaleBy: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard var outline = $samples.outline else { return nil }
        outline.width = outline.width.scaled(by: scaleBy)
        outline.height = outline.height.scaled(by: scaleBy)
        $scaled.expect(outline)
        return MemoryNeed(working: outline.bytes)
    }
}

extension Int {
    fileprivate func scaled(by factor: Double) -> Int {
        Int(exactly: (Double(self) * factor).rounded()) ?? .max
    }
}
