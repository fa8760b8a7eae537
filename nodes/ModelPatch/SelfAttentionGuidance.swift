import Diffusion
import Engine
import Foundation
import Tensors

/// Leads away from what a model makes of a picture whose noticed places are blurred.
struct SelfAttentionGuidance: Node {
    static let displayName = "Self-Attention Guidance"
    static let category = "experimental"
    static let summary = "Guide away from a picture that is blurred where the model looks."

    @Input("The model.") var model: Model
    @Input("How far to lead away; each step asks the model once more.", in: -2...5) var scale = 0.5
    @Input("Width of the blur, in cells.", in: 0...10, step: 0.1) var blurSigma = 2.0

    @Output var changed: Model

    func run(_ context: RunContext) {
        let blur = NoticedBlur(sigma: Float(blurSigma))
        let scale = Float(scale)
        changed = model
        changed.watchesAttention = true
        changed.guidance.alwaysPredictsNegative = true
        changed.guidance.after.append { step, guided in
            // Too small for the blur's margin.
            guard let model = step.model, let attention = model.attention?(1),
                step.latent.shape[2...].allSatisfy({ $0 > 4 })
            else { return guided }
            let blurred = blur(step.negative, noticed: attention)
            let noisy = blurred + step.latent - step.negative
            let worse = try model(noisy, step.sigma, sides: [1])[0]
            return guided + (blurred - worse) * scale
        }
    }
}

/// Blurs a latent where a model's middle looks.
///
/// - Source: Hong et al. 2022, "Improving Sample Quality of Diffusion Models Using Self-Attention Guidance", as ComfyUI's
///   `nodes_sag.py` applies it.
struct NoticedBlur {
    let sigma: Float

    /// - Shapes: `latent` [N, C, H, W], `noticed` [N, places] → [N, C, H, W].
    func callAsFunction(_ latent: Tensor, noticed: Tensor) -> Tensor {
        let (rows, columns) = Self.sides(of: noticed.shape[1], height: latent.shape[2], width: latent.shape[3])
        let coarse = noticed.mapped { $0 > 1 ? 1 : 0 }.reshaped([noticed.shape[0], 1, rows, columns])
        let (height, width) = (latent.shape[2], latent.shape[3])
        let mask = coarse.gathered(axis: 2, (0..<height).map { $0 * rows / height })
            .gathered(axis: 3, (0..<width).map { $0 * columns / width })
            .repeated(latent.shape[1], axis: 1)
        return blurred(latent) * mask + latent * (1 - mask)
    }

    /// Height and width of a grid of places in a latent of this aspect.
    private static func sides(of count: Int, height: Int, width: Int) -> (Int, Int) {
        let ideal = Int((Double(height) / Double(width) * Double(count)).squareRoot().rounded(.toNearestOrEven))
        for offset in 0..<max(1, Int(Double(count).squareRoot() / 2)) {
            for candidate in [ideal + offset, max(1, ideal - offset)]
            where candidate > 0 && count.isMultiple(of: candidate) {
                return (candidate, count / candidate)
            }
        }
        return (1, count)
    }

    /// A Gaussian over nine cells along each axis; the latent is mirrored at its edges.
    private func blurred(_ latent: Tensor) -> Tensor {
        let weights = (-4...4).map { offset -> Float in
            // A width of nothing leaves a single cell.
            guard sigma > 0 else { return offset == 0 ? 1 : 0 }
            let distance = Float(offset) / sigma
            return exp(-0.5 * distance * distance)
        }
        let sum = weights.reduce(0, +)
        func pass(_ tensor: Tensor, axis: Int) -> Tensor {
            let length = tensor.shape[axis]
            var blurred = Tensor(zeros: tensor.shape)
            for (index, weight) in weights.enumerated() {
                let places = (0..<length).map { place -> Int in
                    let moved = abs(place + index - 4)
                    return moved < length ? moved : 2 * (length - 1) - moved
                }
                blurred = blurred.adding(tensor.gathered(axis: axis, places), times: weight / sum)
            }
            return blurred
        }
        return pass(pass(latent, axis: 3), axis: 2)
    }
}
