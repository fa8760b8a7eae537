import Foundation
import Tensors

/// A blur by a bell curve, with the picture mirrored at its edges.
///
/// - Source: ComfyUI's `gaussian_kernel`, whose square factors into a row and a column.
struct GaussianBlur {
    /// How far it reaches, in pixels.
    let radius: Int

    /// Width of the bell; 1 is the radius.
    let sigma: Double

    /// - Shapes: `picture` [N, H, W, C] → same.
    /// - Throws: `PictureError` where the picture is too small to be mirrored.
    func callAsFunction(_ picture: Tensor) throws(PictureError) -> Tensor {
        let weights = self.weights
        return try along(2, try along(1, picture, weights), weights)
    }

    private var weights: [Float] {
        let curve = (-radius...radius).map { step in
            let place = Double(step) / Double(radius)
            return exp(-place * place / (2 * sigma * sigma))
        }
        let sum = curve.reduce(0, +)
        return curve.map { Float($0 / sum) }
    }

    private func along(_ axis: Int, _ picture: Tensor, _ weights: [Float]) throws(PictureError) -> Tensor {
        let length = picture.shape[axis]
        guard radius < length else { throw .radiusTooLarge(radius, side: length) }
        let inner = picture.shape[(axis + 1)...].reduce(1, *)
        let outer = picture.count / (length * inner)
        return Tensor(shape: picture.shape) { result in
            let values = picture.values
            for block in 0..<outer {
                for step in 0..<length {
                    let start = (block * length + step) * inner
                    for offset in 0..<inner { result[start + offset] = 0 }
                    for (index, weight) in weights.enumerated() {
                        let source = (block * length + Self.mirrored(step + index - radius, length)) * inner
                        for offset in 0..<inner { result[start + offset] += values[source + offset] * weight }
                    }
                }
            }
        }
    }

    /// The step that stands at a place outside, mirrored at the first or the last.
    private static func mirrored(_ step: Int, _ length: Int) -> Int {
        let inside = abs(step)
        return inside < length ? inside : 2 * (length - 1) - inside
    }
}
