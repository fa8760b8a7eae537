import Engine
import Models
import Tensors

/// How large a latent is.
struct LatentOutline: MemoryOutline {
    var images: Int
    var channels: Int
    /// In cells.
    var height: Int
    var width: Int

    var cells: Int { images.saturatingMultiply(by: height).saturatingMultiply(by: width) }
    var bytes: Int { cells.saturatingMultiply(by: 4 * channels) }
}

extension Latent: Outlined {
    var outline: LatentOutline {
        let shape = samples.shape
        return LatentOutline(images: shape[0], channels: shape[1], height: shape[2], width: shape[3])
    }
}

/// How large pictures are.
struct ImageOutline: MemoryOutline {
    var images: Int
    var height: Int
    var width: Int
    var channels = 3

    /// Of one picture.
    var pixels: Int { height.saturatingMultiply(by: width) }
    var bytes: Int { images.saturatingMultiply(by: pixels).saturatingMultiply(by: 4 * channels) }
}

extension Image: Outlined {
    var outline: ImageOutline {
        let shape = pixels.shape
        return ImageOutline(images: shape[0], height: shape[1], width: shape[2], channels: shape[3])
    }
}

/// What is known of a network, whose weights are used where they lie in their files.
struct NetworkOutline: MemoryOutline {
    var files: [String: Int] = [:]
    var bytes: Int { 0 }

    /// Of a diffusion model, the channels at full size.
    var channels = 320

    /// Of an autoencoder, the pixels along the edge of a cell.
    var cellSize = 8
}

extension Model: Outlined {
    var outline: NetworkOutline {
        NetworkOutline(channels: (try? network.get())?.configuration.trunk.modelChannels ?? 320)
    }
}

extension CLIP: Outlined {
    var outline: NetworkOutline { NetworkOutline() }
}

extension BackgroundRemovalModel: Outlined {
    var outline: NetworkOutline { NetworkOutline() }
}

extension VAE: Outlined {
    var outline: NetworkOutline {
        NetworkOutline(cellSize: (try? autoencoder.get())?.cellSize ?? 8)
    }
}

extension ControlNetwork: Outlined {
    var outline: NetworkOutline { NetworkOutline() }
}

extension ModelPatch: Outlined {
    var outline: NetworkOutline { NetworkOutline() }
}

/// What is known of a network that enlarges pictures.
struct UpscalerOutline: MemoryOutline {
    var files: [String: Int] = [:]
    var bytes: Int { 0 }
    let scale: Int
    /// Channels between its parts.
    let width: Int

    init(_ network: ESRGAN, files: [String: Int] = [:]) {
        (scale, width) = (network.scale, network.width)
        self.files = files
    }
}

extension UpscaleModel: Outlined {
    var outline: UpscalerOutline { UpscalerOutline(network) }
}

extension Mask: Outlined {
    var outline: MaskOutline { MaskOutline(bytes: memoryCost) }
}

struct MaskOutline: MemoryOutline {
    let bytes: Int
}

extension Guider: Outlined {
    var outline: NetworkOutline { model.outline }
}

// Weights are used where they lie in their files.

extension Model {
    var mappedCost: Int { memoryCost }
}

extension CLIP {
    var mappedCost: Int { memoryCost }
}

extension VAE {
    var mappedCost: Int { memoryCost }
}

extension ControlNetwork {
    var mappedCost: Int { memoryCost }
}

extension ModelPatch {
    var mappedCost: Int { memoryCost }
}

extension UpscaleModel {
    var mappedCost: Int { memoryCost }
}

extension VisionModel {
    var mappedCost: Int { memoryCost }
}
