import Engine

// What begins with a size that the graph says.

extension EmptyLatentImage: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        $latent.expect(LatentOutline(images: batchSize, channels: 4, height: height / 8, width: width / 8))
        return MemoryNeed(working: 0)
    }
}

extension EmptySD3LatentImage: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        $latent.expect(LatentOutline(images: batchSize, channels: 16, height: height / 8, width: width / 8))
        return MemoryNeed(working: 0)
    }
}

extension EmptyImage: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        $image.expect(ImageOutline(images: batchSize, height: height, width: width))
        return MemoryNeed(working: 0)
    }
}

extension RepeatLatentBatch: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard var outline = $samples.outline else { return nil }
        outline.images = outline.images.saturatingMultiply(by: amount)
        $repeated.expect(outline)
        return MemoryNeed(working: 0)
    }
}

extension RepeatImageBatch: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard var outline = $image.outline else { return nil }
        outline.images = outline.images.saturatingMultiply(by: amount)
        $repeated.expect(outline)
        return MemoryNeed(working: 0)
    }
}
