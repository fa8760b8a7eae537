import Engine
import Tensors

/// Cuts a rectangle out of latents.
struct LatentCrop: Node {
    static let displayName = "Crop Latent"
    static let category = "model/latent/transform"
    static let summary = "Cut a rectangle out of latents."

    @Input("The latents.") var samples: Latent
    @Input("Width of the rectangle, in pixels.", in: 64...16_384, step: 8) var width = 512
    @Input("Height of the rectangle, in pixels.", in: 64...16_384, step: 8) var height = 512
    @Input("Left edge of the rectangle, in pixels.", in: 0...16_384, step: 8) var x = 0
    @Input("Upper edge of the rectangle, in pixels.", in: 0...16_384, step: 8) var y = 0

    @Output var cut: Latent

    func run(_ context: RunContext) throws {
        let pictures = try samples.pictures
        let (rows, columns) = (pictures.shape[2], pictures.shape[3])
        // As ComfyUI, a rectangle that begins outside is moved so far in that 64 pixels are left.
        let top = max(0, min(y / 8, rows - 8))
        let left = max(0, min(x / 8, columns - 8))
        cut = samples
        cut.samples = pictures.window(
            top..<min(top + height / 8, rows), left..<min(left + width / 8, columns), axes: (2, 3))
    }
}
