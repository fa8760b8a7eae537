import Engine
import Tensors

/// A blank canvas for Mochi: 12 channels, cells of 8 pixels and of 6 frames.
struct EmptyMochiLatentVideo: Node {
    static let category = "model/latent/mochi"
    static let summary = "Make an empty video latent for Mochi."

    @Input("Width, in pixels.", in: 16...16_384, step: 16) var width = 848
    @Input("Height, in pixels.", in: 16...16_384, step: 16) var height = 480
    @Input("Frames.", in: 7...16_384, step: 6) var length = 25
    @Input("Videos to make at once.", in: 1...4096) var batchSize = 1

    @Output var latent: Latent

    func run(_ context: RunContext) {
        latent = canvas.latent
    }
}

extension EmptyMochiLatentVideo: EstimatesMemory {
    private var canvas: VideoCanvas {
        VideoCanvas(
            count: batchSize, channels: 12, frames: (length - 1) / 6 + 1, height: height / 8, width: width / 8)
    }

    func estimateMemory() -> MemoryNeed? {
        $latent.expect(canvas.outline)
        return MemoryNeed(working: 0)
    }
}
