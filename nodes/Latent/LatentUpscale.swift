import Engine
import Tensors

/// Resizes latents to a given size.
struct LatentUpscale: Node {
    static let displayName = "Upscale Latent"
    static let category = "model/latent"
    static let summary = "Resize latents to a width and height; 0 for one of them keeps the aspect ratio."

    @Input("The latents.") var samples: Latent
    @Input("How cells are interpolated.") var upscaleMethod: LatentResizing
    @Input("New width, in pixels; 0 follows the height.", in: 0...16_384, step: 8) var width = 512
    @Input("New height, in pixels; 0 follows the width.", in: 0...16_384, step: 8) var height = 512
    @Input("Whether to cut the latent to the new aspect ratio first.") var crop: Cropping

    @Output var scaled: Latent

    func run(_ context: RunContext) throws {
        scaled = samples
        guard width > 0 || height > 0 else { return }
        let pictures = try samples.pictures
        let (rows, columns) = (pictures.shape[2], pictures.shape[3])
        let newWidth = width > 0 ? width : pythonRound(Double(columns * max(64, height)) / Double(rows))
        let newHeight = height > 0 ? height : pythonRound(Double(rows * max(64, width)) / Double(columns))
        scaled.samples = resizedLatent(
            pictures, height: max(64, newHeight) / 8, width: max(64, newWidth) / 8, method: upscaleMethod.method,
            crop: crop == .center ? .center : .disabled)
    }
}
