import Engine
import Tensors

/// A blank canvas for Qwen-Image-Layered: one picture and its layers, one behind the other where videos have frames.
struct EmptyQwenImageLayeredLatentImage: Node {
    static let displayName = "Empty Qwen Image Layered Latent"
    static let category = "model/latent/qwen"
    static let summary = "Make an empty latent of a picture and its layers for Qwen-Image-Layered."

    @Input("Width, in pixels.", in: 16...16_384, step: 16) var width = 640
    @Input("Height, in pixels.", in: 16...16_384, step: 16) var height = 640
    @Input("Layers, besides the whole picture.", in: 0...16_384) var layers = 3
    @Input("Pictures to make at once.", in: 1...4096) var batchSize = 1

    @Output var latent: Latent

    func run(_ context: RunContext) {
        latent = canvas.latent
    }
}

extension EmptyQwenImageLayeredLatentImage: EstimatesMemory {
    private var canvas: VideoCanvas {
        VideoCanvas(count: batchSize, channels: 16, frames: layers + 1, height: height / 8, width: width / 8)
    }

    func estimateMemory() -> MemoryNeed? {
        $latent.expect(canvas.outline)
        return MemoryNeed(working: 0)
    }
}
