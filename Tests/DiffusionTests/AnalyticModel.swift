import Diffusion
import Foundation
import Tensors

/// A model without weights: the twin of `Tests/Golden/Diffusion/analytic.py`.
struct AnalyticModel {
    let cfg: Float

    func denoiser(counting calls: Counter = Counter()) -> Denoiser {
        Denoiser(guided: { latent, sigma, _ in
            calls.count += 1
            let positive = Self.clean(latent, sigma, tilt: 0.4)
            let negative = Self.clean(latent, sigma, tilt: -0.9)
            return Denoised(negative + (positive - negative) * cfg, unconditional: negative)
        })
    }

    /// What the model takes `latent` [N, C, H, W] to be without noise; `tilt` is its prompt.
    static func clean(_ latent: Tensor, _ sigma: Float, tilt: Double) -> Tensor {
        let (channels, height, width) = (latent.shape[1], latent.shape[2], latent.shape[3])
        let level = Double(sigma)
        let kept = 0.6 / (0.6 + level * level)
        let values = latent.array.map(Double.init)
        let clean = values.indices.map { index in
            let channel = index / (height * width) % channels
            let mean = 0.3 * cos(Double(channel) + tilt)
            let column = index % width
            let neighbour = values[index - column + (column + width - 1) % width]
            let wave = 0.2 * sin(1.5 * values[index] + tilt) + 0.1 * sin(neighbour - tilt)
            return Float(mean + kept * (values[index] - mean) + wave / (1 + level))
        }
        return Tensor(clean, shape: latent.shape)
    }

    final class Counter {
        var count = 0
    }
}
