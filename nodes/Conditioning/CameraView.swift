import Foundation
import Models
import Tensors

/// Where a camera stands around an object, as Zero123 is told.
struct CameraView {
    /// In degrees above the one that took the picture.
    let elevation: Double
    /// In degrees around the object.
    let azimuth: Double

    /// - Shapes: → [1, 1, 4].
    /// - Source: `camera_embeddings` in ComfyUI's `nodes_stable3d.py`, in its 32-bit numbers.
    var embedding: Tensor {
        func radians(_ degrees: Float) -> Float { degrees * Float(Double.pi / 180) }
        let around = radians(Float(azimuth))
        // Zero123 counts from the pole.
        let polar = (90 - Float(elevation)) - 90
        return Tensor([radians(polar), sinf(around), cosf(around), radians(90)], shape: [1, 1, 4])
    }
}

/// A picture as Zero123 is shown it.
struct TurnedPicture {
    /// As a vision model sees it [1, 1, D].
    let seen: Tensor
    /// As the VAE gives it [1, C, h, w].
    let latent: Tensor

    /// - Parameter picture: the first one counts.
    /// - Shapes: `picture` [N, H, W, 3 or more].
    /// - Throws: if one of the networks is missing or cannot be read.
    init(_ picture: Tensor, width: Int, height: Int, _ vision: VisionModel, _ vae: VAE) throws {
        let first = picture[rows: 0..<1]
        let embedding = try vision.network.get()(first, crop: true).embedding
        seen = embedding.reshaped([1, 1, embedding.shape[1]])
        let fitted = resized(first, height: height, width: width, method: .bilinear, crop: .center)
        latent = try vae.autoencoder.get().encode(fitted.sliced(axis: 3, 0..<3))
    }

    /// - Shapes: → [1, 1, D + 4].
    func tokens(from view: CameraView) -> Tensor {
        concatenate([seen, view.embedding], axis: 2)
    }
}
