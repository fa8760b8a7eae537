import Engine
import Tensors

/// The size of an empty video latent.
struct VideoCanvas {
    let count: Int
    let channels: Int
    let frames: Int
    /// In cells.
    let height: Int
    let width: Int

    /// - Shapes: [N, C, T, H, W].
    var latent: Latent { Latent(samples: Tensor(zeros: [count, channels, frames, height, width])) }

    var outline: LatentOutline {
        LatentOutline(
            images: count.saturatingMultiply(by: frames), channels: channels, height: height, width: width)
    }
}
