extension Folders {
    /// What graphs call the tiny autoencoders among the VAEs: pairs of files in `vae_approx`, which are named after them.
    static let tinyAutoencoders = ["taesd", "taesdxl", "taesd3", "taef1"]

    /// What graphs call the VAE of models that work on pixels: no file, and no network.
    public static let pixelSpace = "pixel_space"

    /// The two files of a tiny autoencoder; nil if it is none, or if one of them is missing.
    public func tinyAutoencoder(_ name: String) -> (encoder: String, decoder: String)? {
        guard Self.tinyAutoencoders.contains(name) else { return nil }
        let files = names(in: .models("vae_approx"))
        func path(_ half: String) -> String? {
            let found = files.first { $0.hasPrefix("\(name)_\(half).") }
            return found.flatMap { try? file($0, in: .models("vae_approx")).path }
        }
        guard let encoder = path("encoder"), let decoder = path("decoder") else { return nil }
        return (encoder, decoder)
    }
}
