import Foundation

/// The weights of a bell curve over a square.
///
/// - Source: `gaussian_kernel` in ComfyUI's `nodes_post_processing.py`, in its 32-bit numbers.
struct GaussianKernel {
    /// How far it reaches, in pixels.
    let radius: Int

    /// Row by row; they add up to 1.
    var weights: [Float]

    /// - Parameter sigma: width of the bell; 1 is the radius.
    init(radius: Int, sigma: Double) {
        self.radius = radius
        let side = 2 * radius + 1
        let step: Float = 2 / Float(side - 1)
        let places = (0..<side).map { index in
            index < side / 2 ? -1 + step * Float(index) : 1 - step * Float(side - 1 - index)
        }
        let width = Float(2 * sigma * sigma)
        let curve = places.flatMap { row in
            places.map { column -> Float in
                let distance = (row * row + column * column).squareRoot()
                return Float(exp(Double(-(distance * distance) / width)))
            }
        }
        let sum = cascadeSum(curve)
        weights = curve.map { $0 / sum }
    }

    /// The kernel that adds `amount` of what a picture differs from its blur.
    func sharpening(by amount: Double) -> GaussianKernel {
        var kernel = self
        // ComfyUI's factor of ten.
        kernel.weights = weights.map { $0 * Float(-(amount * 10)) }
        let sum = cascadeSum(kernel.weights)
        let middle = kernel.weights.count / 2
        kernel.weights[middle] = kernel.weights[middle] - sum + 1
        return kernel
    }
}
