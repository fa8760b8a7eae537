import Engine
import Formats
import Layers
import Tensors

/// Reads latents from the input folder.
struct LoadLatent: Node {
    static let displayName = "Load Latent"
    static let category = "model/latent"
    static let summary = "Load latents that SaveLatent has saved."

    @Input("The file, which ends in .latent.", from: .input) var latent: FileName

    @Output var samples: Latent

    func run(_ context: RunContext) throws {
        let tensors = try loadWeightsFile(latent.path)
        guard let stored = tensors["latent_tensor"], 4...5 ~= stored.shape.count, stored.count > 0 else {
            throw WeightsError(
                .unsupported("no latents lie here"), origin: latent.path,
                remedy: "Choose a file that SaveLatent has written.")
        }
        let loaded = try stored.tensor()
        // The first files held latents in the scale of Stable Diffusion 1.x.
        let isScaled = tensors["latent_format_version_0"] == nil
        samples = Latent(samples: isScaled ? loaded * Float(1 / 0.18215) : loaded)
    }
}
