import Foundation
import Tensors

/// The angles by which the pairs of a head turn at a position.
struct RotaryAngles: Sendable {
    /// Radians a position, one for each pair.
    private let steps: [Float]
    /// By what turned numbers grow, besides.
    private let magnitude: Float

    /// - Parameter divisors: of the frequencies, where the weights bring some.
    init(_ rope: LlamaConfiguration.Rope, divisors: [Float]?) {
        let count = rope.dimensions / 2
        let plain = (0..<count).map { pow(rope.base, -2 * Float($0) / Float(rope.dimensions)) / (divisors?[$0] ?? 1) }
        switch rope.scaling {
        case .none:
            steps = plain
            magnitude = 1
        case .linear(let factor):
            steps = plain.map { $0 / factor }
            magnitude = 1
        case .long(_, let attentionFactor):
            steps = plain
            magnitude = attentionFactor
        case .yarn(let factor, let trainedLength, let attentionFactor):
            let keeps = Self.yarnShares(rope, trainedLength: trainedLength)
            steps = zip(plain, keeps).map { step, keep in step * keep + step / factor * (1 - keep) }
            magnitude = attentionFactor * (1 + 0.1 * log(factor))
        }
    }

    /// How much of each frequency is kept: all of the fast ones, which tell neighbours apart, none of the slow ones.
    private static func yarnShares(_ rope: LlamaConfiguration.Rope, trainedLength: Int) -> [Float] {
        let dimensions = Float(rope.dimensions)
        /// The pair that turns `turns` times within the trained length.
        func pair(turning turns: Float) -> Float {
            dimensions * log(Float(trainedLength) / (turns * 2 * Float(Double.pi))) / (2 * log(rope.base))
        }
        let low = max(0, pair(turning: 32).rounded(.down))
        let high = min(dimensions - 1, pair(turning: 1).rounded(.up))
        return (0..<rope.dimensions / 2).map { 1 - min(1, max(0, (Float($0) - low) / max(0.001, high - low))) }
    }

    /// The turns at the positions of several texts, one after the other.
    ///
    /// - Parameter texts: positions, and the angles that count there; all with as many pairs.
    /// - Shapes: [positions, R] each.
    static func turns(
        _ texts: [(positions: Range<Int>, angles: RotaryAngles)]
    ) -> (cosines: Tensor, sines: Tensor) {
        let pairs = texts.first?.angles.steps.count ?? 0
        let count = texts.reduce(0) { $0 + $1.positions.count }
        var cosines: [Float] = []
        var sines: [Float] = []
        cosines.reserveCapacity(count * pairs)
        sines.reserveCapacity(count * pairs)
        for (positions, angles) in texts {
            for position in positions {
                for step in angles.steps {
                    let angle = Float(position) * step
                    cosines.append(cos(angle) * angles.magnitude)
                    sines.append(sin(angle) * angles.magnitude)
                }
            }
        }
        let shape = [count, pairs]
        return (Tensor(cosines, shape: shape), Tensor(sines, shape: shape))
    }
}
