import Diffusion
import Foundation
import Models
import Tensors

/// A restoring network with the picture that it restores.
struct AppliedRestoration {
    let network: SUPIR

    /// The picture's latent in the model's scale [M, C, H, W].
    let hint: Tensor

    /// How much the network counts at pure noise, and without noise.
    let strengthAtStart: Double, strengthAtEnd: Double

    /// The highest noise level of Stable Diffusion XL.
    static let highestLevel = 14.6146

    /// How much the network counts at a noise level.
    func strength(at sigma: Float) -> Double {
        guard strengthAtStart != strengthAtEnd else { return strengthAtEnd }
        let part = min(Double(sigma) / Self.highestLevel, 1)
        return part * (strengthAtStart - strengthAtEnd) + strengthAtEnd
    }
}

/// Draws what a model predicts to the picture that is restored: the more, the more noise there is.
struct PullToPicture {
    /// The picture's latent in the model's scale [M, C, H, W].
    let center: Tensor

    /// The greater, the sooner the pull ends.
    let exponent: Double

    /// From this noise level down there is no pull.
    let lowestLevel: Double

    /// - Shapes: `prediction` [N, C, H, W] → same.
    func callAsFunction(_ prediction: Tensor, at sigma: Float) throws -> Tensor {
        guard Double(sigma) > lowestLevel else { return prediction }
        guard center.shape.dropFirst() == prediction.shape.dropFirst() else {
            throw RestorationError.size(
                picture: Array(center.shape.suffix(2)), latent: Array(prediction.shape.suffix(2)))
        }
        let away = prediction - center.fitted(toBatch: prediction.shape[0])
        let part = sigma / Float(AppliedRestoration.highestLevel)
        return prediction - away * Float(pow(Double(part), exponent))
    }
}
