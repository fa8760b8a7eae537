import Engine
import Tensors

/// A blank canvas for Chroma Radiance, whose latents are pixels.
struct EmptyChromaRadianceLatentImage: Node {
    static let category = "model/latent/chroma radiance"
    static let summary = "Make an empty latent of pixels for Chroma Radiance."

    @Input("Width, in pixels.", in: 16...16_384, step: 16) var width = 1024
    @Input("Height, in pixels.", in: 16...16_384, step: 16) var height = 1024
    @Input("Images to make at once.", in: 1...4096) var batchSize = 1

    @Output var latent: Latent

    func run(_ context: RunContext) {
        latent = Latent(samples: Tensor(zeros: [batchSize, 3, height, width]))
    }
}

extension EmptyChromaRadianceLatentImage: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        $latent.expect(LatentOutline(images: batchSize, channels: 3, height: height, width: width))
        return MemoryNeed(working: 0)
    }
}
