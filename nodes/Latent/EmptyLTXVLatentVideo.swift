import Engine
import Tensors

/// A blank canvas for LTX-Video: 128 channels, cells of 32 pixels and of 8 frames.
struct EmptyLTXVLatentVideo: Node {
    static let category = "model/latent/ltxv"
    static let summary = "Make an empty video latent for LTX-Video."

    @Input("Width, in pixels.", in: 64...16_384, step: 32) var width = 768
    @Input("Height, in pixels.", in: 64...16_384, step: 32) var height = 512
    @Input("Frames.", in: 1...16_384, step: 8) var length = 97
    @Input("Videos to make at once.", in: 1...4096) var batchSize = 1

    @Output var latent: Latent

    func run(_ context: RunContext) {
        latent = canvas.latent
    }
}

extension EmptyLTXVLatentVideo: EstimatesMemory {
    private var canvas: VideoCanvas {
        VideoCanvas(
            count: batchSize, channels: 128, frames: (length - 1) / 8 + 1, height: height / 32, width: width / 32)
    }

    func estimateMemory() -> MemoryNeed? {
        $latent.expect(canvas.outline)
        return MemoryNeed(working: 0)
    }
}
