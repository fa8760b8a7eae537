import Engine
import Models
import Tensors

/// Finds the foreground of pictures.
struct RemoveBackground: Node {
    static let displayName = "Remove Background"
    static let category = "image/background removal"
    static let summary = "Make a mask of the foreground of pictures."

    @Input("What tells foreground from background.") var bgRemovalModel: BackgroundRemovalModel
    @Input("The pictures.") var image: Image

    @Output("mask") var mask: Mask

    func run(_ context: RunContext) throws {
        let pixels = image.pixels
        let count = pixels.shape[0]
        guard pixels.shape[3] >= 3 else { throw DetectionError.channels(pixels.shape[3], allowed: "3 or 4") }
        let network = bgRemovalModel.network
        var masks: [Tensor] = []
        var step = 0
        for index in 0..<count {
            let picture = pixels[rows: index..<index + 1]
            masks.append(
                try network(picture) {
                    step += 1
                    try context.progress(step, of: count * network.steps)
                })
        }
        mask = Mask(values: concatenate(masks, axis: 0))
    }
}
