import Engine
import Tensors

/// Takes the first frames away from a video latent.
struct TrimVideoLatent: Node {
    static let displayName = "Trim Video Latent"
    static let category = "model/latent"
    static let summary = "Take the first frames away from a video latent."

    @Input("The latents.") var samples: Latent
    @Input("How many frames of the latent to take away.", in: 0...99_999) var trimAmount = 0

    @Output var trimmed: Latent

    func run(_ context: RunContext) throws {
        let latents = samples.samples
        // The third direction, whatever it is: as in ComfyUI, a picture loses rows.
        guard trimAmount < latents.shape[2] else {
            throw LatentError.nothingLeft(frames: latents.shape[2], taken: trimAmount)
        }
        trimmed = samples
        trimmed.samples = latents.sliced(axis: 2, trimAmount..<latents.shape[2])
    }
}
