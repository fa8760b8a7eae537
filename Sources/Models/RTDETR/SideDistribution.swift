import Layers
import Tensors

/// How far a rectangle's sides are moved: each as a distribution over distances, fine ones near by and coarse ones far.
///
/// - Source: Peng et al. 2024, D-FINE, section 4.1.
struct SideDistribution: Sendable {
    private let distances: [Float]
    private let scale: Float

    /// - Parameter weights: where `up` and `reg_scale` may lie.
    init(_ weights: Weights, bins: Int) throws(WeightsError) {
        guard bins >= 7, !bins.isMultiple(of: 2) else {
            throw weights.error(.unsupported("sides of \(bins) distances"))
        }
        func number(_ name: String, _ preset: Float) throws(WeightsError) -> Float {
            guard weights.has(name) else { return preset }
            let stored = try weights(name, 1)
            return (try? stored.tensor().array.first) ?? preset
        }
        scale = abs(try number("reg_scale", 8))
        let reach = Double(abs(try number("up", 0.5)) * scale)
        let step = Double.power(reach + 1, 2 / Double(bins - 3))
        let rising = (1..<(bins - 1) / 2).map { Float(Double.power(step, Double($0)) - 1) }
        distances = [Float(-2 * reach)] + rising.reversed().map { -$0 } + [0] + rising + [Float(2 * reach)]
    }

    /// - Shapes: `corners` [queries, 4 · bins] → [queries · 4, bins].
    private func shares(_ corners: Tensor) -> Tensor {
        softmax(corners.reshaped([corners.shape[0] * 4, distances.count]))
    }

    /// The rectangles with their sides moved.
    ///
    /// - Shapes: `corners` [queries, 4 · bins], `boxes` [queries, 4] → [queries, 4], centre and size.
    func boxes(_ corners: Tensor, around boxes: Tensor) -> Tensor {
        let shares = shares(corners)
        return Tensor(shape: boxes.shape) { values in
            let (shares, boxes) = (shares.values, boxes.values)
            for query in 0..<boxes.count / 4 {
                let moved = (0..<4).map { side -> Float in
                    let start = (query * 4 + side) * distances.count
                    let distance = distances.indices.reduce(Float(0)) { $0 + shares[start + $1] * distances[$1] }
                    let length = boxes[query * 4 + 2 + side % 2] / scale
                    let step = (0.5 * scale + distance) * length
                    return boxes[query * 4 + side % 2] + (side < 2 ? -step : step)
                }
                values[query * 4] = (moved[0] + moved[2]) / 2
                values[query * 4 + 1] = (moved[1] + moved[3]) / 2
                values[query * 4 + 2] = moved[2] - moved[0]
                values[query * 4 + 3] = moved[3] - moved[1]
            }
        }
    }

    /// The four largest shares of each side and their mean: sides that are sure have few large ones.
    ///
    /// - Shapes: `corners` [queries, 4 · bins] → [queries, 20].
    func certainty(_ corners: Tensor) -> Tensor {
        let (shares, bins) = (shares(corners).array, distances.count)
        var values: [Float] = []
        for side in 0..<corners.shape[0] * 4 {
            let largest = shares[side * bins..<(side + 1) * bins].sorted(by: >).prefix(4)
            values += largest + [largest.reduce(0, +) / 4]
        }
        return Tensor(values, shape: [corners.shape[0], 20])
    }
}
