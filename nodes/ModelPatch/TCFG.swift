import Diffusion
import Engine
import Foundation
import Tensors

/// Damps guidance: of the negative prediction, only what lies along the direction that both share is kept.
struct TCFG: Node {
    static let displayName = "Tangential Damping CFG"
    static let category = "advanced/guidance"
    static let summary =
        "Keep only that part of the negative prediction which agrees with the positive one (tangential damping)."

    @Input("The model.") var model: Model

    @Output("patched_model") var changed: Model

    func run(_ context: RunContext) {
        changed = model
        changed.changePredictions { step in
            guard step.hasNegative else { return (step.positive, step.negative) }
            let positive = step.latent - step.positive
            let negative = step.latent - step.negative
            let damped = (0..<positive.shape[0]).map { row in
                sharedPart(of: negative[rows: row..<row + 1], with: positive[rows: row..<row + 1])
            }
            return (step.positive, step.latent - concatenate(damped, axis: 0))
        }
    }
}

/// What of `vector` lies along the direction in which it and `other` together are longest: their first singular vector.
///
/// - Source: Kwon et al. 2025, https://arxiv.org/abs/2503.18137.
func sharedPart(of vector: Tensor, with other: Tensor) -> Tensor {
    let (a, b, c) = (product(vector, vector), product(vector, other), product(other, other))
    let longest = (a + c + ((a - c) * (a - c) + 4 * b * b).squareRoot()) / 2
    // Either row of the matrix gives the eigenvector; the one with the longer result is the safer.
    let first = (b, longest - a)
    let second = (longest - c, b)
    func length(_ pair: (Double, Double)) -> Double { pair.0 * pair.0 + pair.1 * pair.1 }
    let (x, y) = length(first) > length(second) ? first : second
    let square = x * x * a + 2 * x * y * b + y * y * c
    guard square > 0 else { return vector }
    let part = (x * a + y * b) / square
    return vector * Float(part * x) + other * Float(part * y)
}

private func product(_ a: Tensor, _ b: Tensor) -> Double {
    var sum = 0.0
    let (left, right) = (a.values, b.values)
    for index in 0..<left.count { sum += Double(left[index]) * Double(right[index]) }
    return sum
}
