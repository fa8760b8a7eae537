import Diffusion
import Engine
import Formats
import Layers
import Models

/// Opens a VAE from a file of its own, or a tiny one from its two files.
struct VAELoader: ReadsFiles {
    static let displayName = "Load VAE"
    static let category = "model/loaders"
    static let summary =
        "Load a VAE, a tiny one (taesd, taesdxl) whose two files lie in vae_approx, or none for pixels (pixel_space)."

    @Input("The VAE.", from: .models("vae")) var vaeName: FileName

    @Output var vae: VAE

    /// The decoder is the file that the name means; the encoder lies beside it.
    func files(in folders: Folders) -> [String] {
        guard let name = $vaeName.literal?.name else { return [] }
        return [folders.tinyAutoencoder(name)?.encoder].compactMap(\.self)
    }

    func run(_ context: RunContext) throws {
        guard vaeName.name != Folders.pixelSpace else {
            vae = VAE(autoencoder: .success(.pixelSpace), memoryCost: 0)
            return
        }
        if let format = LatentFormat.tiny[vaeName.name], let pair = context.folders.tinyAutoencoder(vaeName.name) {
            let (encoder, decoder) = (try loadWeightsFile(pair.encoder), try loadWeightsFile(pair.decoder))
            let autoencoder = try TinyAutoencoder.pair(
                encoder: encoder, encoderOrigin: pair.encoder, decoder: decoder, decoderOrigin: pair.decoder,
                format: format)
            vae = VAE(
                autoencoder: .success(autoencoder),
                memoryCost: byteCount(of: encoder, below: "") + byteCount(of: decoder, below: ""))
            return
        }
        let tensors = try loadWeightsFile(vaeName.path)
        let autoencoder = try Autoencoder(file: tensors, origin: vaeName.path)
        vae = VAE(autoencoder: .success(autoencoder), memoryCost: byteCount(of: tensors, below: ""))
    }
}

extension LatentFormat {
    /// The latents that tiny autoencoders were made for, by their names.
    static let tiny: [String: LatentFormat] = [
        "taesd": .stableDiffusion, "taesdxl": .stableDiffusionXL, "taesd3": .stableDiffusion3, "taef1": .flux,
    ]
}
