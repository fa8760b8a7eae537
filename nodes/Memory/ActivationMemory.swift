import Engine

/// What networks need while they compute, besides their weights: measured over sizes from 64 to 1024 pixels. What one block of memory
/// leaves, blocks of any other sizes use, so that it is what lives at once.
///
/// - Units: bytes.
enum ActivationMemory {
    /// Working memory of kernels, whatever the sizes.
    private static let kernels = 16 << 20

    /// A step of a diffusion model.
    ///
    /// - Parameters:
    ///   - cells: of all latents that it sees at once.
    ///   - channels: at full size.
    static func denoising(cells: Int, channels: Int) -> Int {
        // Skips hold five times the channels of full size, a stage at work some fourteen times.
        cells.saturatingMultiply(by: 4 * 19 * channels).saturatingAdd(kernels)
    }

    /// An autoencoder on its way from a latent to one picture.
    static func decoding(pixels: Int) -> Int {
        // At full size three tensors of 256 channels.
        pixels.saturatingMultiply(by: 4 * 3 * 256).saturatingAdd(kernels)
    }

    /// An autoencoder on its way from one picture to a latent.
    static func encoding(pixels: Int) -> Int {
        // At full size four tensors of 128 channels.
        pixels.saturatingMultiply(by: 4 * 4 * 128).saturatingAdd(kernels)
    }

    /// A network that enlarges one picture.
    ///
    /// - Parameters:
    ///   - pixels: before.
    ///   - width: channels between its parts.
    static func enlarging(pixels: Int, scale: Int, width: Int) -> Int {
        // At full size two tensors, and at half size one that the last enlargement comes from.
        pixels.saturatingMultiply(by: 9 * scale * scale * width).saturatingAdd(kernels)
    }

    /// A text encoder on its way over a prompt.
    static let encodingText = 14 << 20
}
