import Engine
import Tensors

/// A blank canvas for Cosmos: 16 channels, cells of 8 pixels and of 8 frames.
struct EmptyCosmosLatentVideo: Node {
    static let category = "model/latent/cosmos"
    static let summary = "Make an empty video latent for Cosmos."

    @Input("Width, in pixels.", in: 16...16_384, step: 16) var width = 1280
    @Input("Height, in pixels.", in: 16...16_384, step: 16) var height = 704
    @Input("Frames.", in: 1...16_384, step: 8) var length = 121
    @Input("Videos to make at once.", in: 1...4096) var batchSize = 1

    @Output var latent: Latent

    func run(_ context: RunContext) {
        latent = canvas.latent
    }
}

extension EmptyCosmosLatentVideo: EstimatesMemory {
    private var canvas: VideoCanvas {
        VideoCanvas(
            count: batchSize, channels: 16, frames: (length - 1) / 8 + 1, height: height / 8, width: width / 8)
    }

    func estimateMemory() -> MemoryNeed? {
        $latent.expect(canvas.outline)
        return MemoryNeed(working: 0)
    }
}
