import Engine

/// What networks need while they compute, besides their weights: measured over sizes from 64 to 1024 pixels.
///
/// - Units: bytes.
enum ActivationMemory {
    /// Blocks that are let go are kept for the next that asks, up to this much; larger ones are not kept at all.
    private static let idleLimit = 512 << 20

    /// The sum of what lives at once and of blocks that lie idle.
    ///
    /// - Parameters:
    ///   - largest: the largest block of them.
    ///   - shapes: of how many sizes the pictures are that pass through; each leaves blocks of its own.
    private static func withIdle(_ living: Int, largest: Int, shapes: Int = 1) -> Int {
        largest > idleLimit ? living : living.saturatingAdd(min(living.saturatingMultiply(by: shapes), idleLimit))
    }

    /// A step of a diffusion model.
    ///
    /// - Parameters:
    ///   - cells: of all latents that it sees at once.
    ///   - channels: at full size.
    static func denoising(cells: Int, channels: Int) -> Int {
        // Skips hold five times the channels of full size, a stage at work some fourteen times.
        let living = cells.saturatingMultiply(by: 4 * 19 * channels)
        return withIdle(living, largest: cells.saturatingMultiply(by: 4 * 3 * channels)).saturatingAdd(16 << 20)
    }

    /// An autoencoder on its way from a latent to one picture.
    static func decoding(pixels: Int, shapes: Int = 1) -> Int {
        // At full size three tensors of 256 channels.
        let living = pixels.saturatingMultiply(by: 4 * 3 * 256)
        return withIdle(living, largest: pixels.saturatingMultiply(by: 4 * 256), shapes: shapes).saturatingAdd(16 << 20)
    }

    /// An autoencoder on its way from one picture to a latent.
    static func encoding(pixels: Int, shapes: Int = 1) -> Int {
        // At full size four tensors of 128 channels.
        let living = pixels.saturatingMultiply(by: 4 * 4 * 128)
        return withIdle(living, largest: pixels.saturatingMultiply(by: 4 * 128), shapes: shapes).saturatingAdd(16 << 20)
    }

    /// A network that enlarges one picture.
    ///
    /// - Parameters:
    ///   - pixels: before.
    ///   - width: channels between its parts.
    static func enlarging(pixels: Int, scale: Int, width: Int) -> Int {
        // At full size two tensors, and at half size one that the last enlargement comes from.
        let largest = pixels.saturatingMultiply(by: 4 * scale * scale * width)
        return withIdle(largest.saturatingMultiply(by: 9) / 4, largest: largest).saturatingAdd(16 << 20)
    }

    /// A text encoder on its way over a prompt.
    static let encodingText = 14 << 20
}
