import Engine
import Tensors

/// A blank canvas for HunyuanVideo and Wan 2.1: 16 channels, cells of 8 pixels and of 4 frames.
struct EmptyHunyuanLatentVideo: Node {
    static let displayName = "Empty HunyuanVideo 1.0 Latent"
    static let category = "model/latent/hunyuan video"
    static let summary = "Make an empty video latent for HunyuanVideo and Wan 2.1."

    @Input("Width, in pixels.", in: 16...16_384, step: 16) var width = 848
    @Input("Height, in pixels.", in: 16...16_384, step: 16) var height = 480
    @Input("Frames.", in: 1...16_384, step: 4) var length = 25
    @Input("Videos to make at once.", in: 1...4096) var batchSize = 1

    @Output var latent: Latent

    func run(_ context: RunContext) {
        latent = canvas.latent
    }
}

extension EmptyHunyuanLatentVideo: EstimatesMemory {
    private var canvas: VideoCanvas {
        VideoCanvas(
            count: batchSize, channels: 16, frames: (length - 1) / 4 + 1, height: height / 8, width: width / 8)
    }

    func estimateMemory() -> MemoryNeed? {
        $latent.expect(canvas.outline)
        return MemoryNeed(working: 0)
    }
}
