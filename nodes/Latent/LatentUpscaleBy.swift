import Engine
import Tensors

/// Resizes latents by a factor.
struct LatentUpscaleBy: Node {
    static let displayName = "Upscale Latent By"
    static let category = "model/latent"
    static let summary = "Resize latents by a factor."

    @Input("The latents.") var samples: Latent
    @Input("How cells are interpolated.") var upscaleMethod: LatentResizing
    @Input("The factor.", in: 0.01...8) var scaleBy = 1.5

    @Output var scaled: Latent

    func run(_ context: RunContext) throws {
        let pictures = try samples.pictures
        let (rows, columns) = (pictures.shape[2], pictures.shape[3])
        scaled = samples
        scaled.samples = resizedLatent(
            pictures, height: max(1, pythonRound(Double(rows) * scaleBy)),
            width: max(1, pythonRound(Double(columns) * scaleBy)), method: upscaleMethod.method)
    }
}
