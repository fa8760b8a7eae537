import Engine
import Formats
import Layers
import Models

/// Opens a VAE from a file of its own.
struct VAELoader: Node {
    static let displayName = "Load VAE"
    static let category = "model/loaders"
    static let summary = "Load a VAE."

    @Input("The VAE.", from: .models("vae")) var vaeName: FileName

    @Output var vae: VAE

    func run(_ context: RunContext) throws {
        let tensors = try loadWeightsFile(vaeName.path)
        let autoencoder = try Autoencoder(file: tensors, origin: vaeName.path)
        vae = VAE(autoencoder: .success(autoencoder), memoryCost: byteCount(of: tensors, below: ""))
    }
}
