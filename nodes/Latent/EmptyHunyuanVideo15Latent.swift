import Engine
import Tensors

/// A blank canvas for HunyuanVideo 1.5: 32 channels, cells of 16 pixels and of 4 frames.
struct EmptyHunyuanVideo15Latent: Node {
    static let displayName = "Empty HunyuanVideo 1.5 Latent"
    static let category = "model/latent/hunyuan video"
    static let summary = "Make an empty video latent for HunyuanVideo 1.5."

    @Input("Width, in pixels.", in: 16...16_384, step: 16) var width = 848
    @Input("Height, in pixels.", in: 16...16_384, step: 16) var height = 480
    @Input("Frames.", in: 1...16_384, step: 4) var length = 25
    @Input("Videos to make at once.", in: 1...4096) var batchSize = 1

    @Output var latent: Latent

    func run(_ context: RunContext) {
        latent = canvas.latent
    }
}

extension EmptyHunyuanVideo15Latent: EstimatesMemory {
    private var canvas: VideoCanvas {
        VideoCanvas(
            count: batchSize, channels: 32, frames: (length - 1) / 4 + 1, height: height / 16, width: width / 16)
    }

    func estimateMemory() -> MemoryNeed? {
        $latent.expect(canvas.outline)
        return MemoryNeed(working: 0)
    }
}
