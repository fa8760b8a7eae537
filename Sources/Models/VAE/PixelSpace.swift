import Tensors

extension Autoencoder {
    /// No network at all: latents are the pictures themselves, from -1 to 1, for models that work on pixels.
    public static let pixelSpace = Autoencoder(decoder: Pixels(), encoder: .success(Pixels()))
}

/// Both halves of nothing.
private struct Pixels: AutoencoderHalf {
    var pictureChannels: Int { 3 }
    var latentChannels: Int { 3 }
    var cellSize: Int { 1 }

    func transform(_ input: Tensor, observe: Observer) -> Tensor { input }
}
