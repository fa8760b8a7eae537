import Foundation
import Tensors

/// A Brownian path whose increments depend on the seed alone, not on where or in what order they are asked for.
///
/// The interval is halved until a half ends where a question ends; each half's increment is that of the whole, split by a
/// Brownian bridge whose noise is seeded by the place of the half in the tree.
///
/// - Source: `BrownianTree` of torchsde 0.2.6, number for number.
public struct BrownianTree: Sendable {
    private let seed: UInt64
    private let shape: [Int]
    private let root: Node
    private let whole: Tensor

    /// Left halves that the last question passed through: the next one starts where it ended.
    private var recent: [Place: Tensor] = [:]

    /// - Units: `times` in noise standard deviations, as all times here.
    public init(seed: UInt64, from start: Float, to end: Float, shape: [Int]) {
        precondition(start < end, "Brownian path from \(start) to \(end)")
        self.seed = seed
        self.shape = shape
        root = Node(place: Place(index: 0, depth: 0), start: rounded(Double(start)), end: rounded(Double(end)))
        let words = SeedSequence.words(3, entropy: seed, path: [], poolSize: 24)
        let length = (Double(end) - Double(start)).squareRoot()
        whole = Self.noise(words[0], shape) * Float(length)
    }

    /// What the path gains between two times, in either direction, over the root of the time between them.
    ///
    /// So it has a deviation of 1, and the sign of the way there.
    public mutating func increment(from: Float, to: Float) -> Tensor {
        let gain = gain(from: Double(min(from, to)), to: Double(max(from, to)))
        let signed = from < to ? gain : gain * -1
        return signed / abs(to - from).squareRoot()
    }

    private mutating func gain(from: Double, to: Double) -> Tensor {
        let bounds = root.start...root.end
        let from = rounded(clamped(from, to: bounds))
        let to = rounded(clamped(to, to: bounds))
        guard from < to else { return Tensor(zeros: shape) }

        var visited: [Place: Tensor] = [:]
        var sum: Tensor?
        collect(from, to, in: root, gaining: whole, into: &sum, &visited)
        recent = visited
        return sum ?? Tensor(zeros: shape)
    }

    /// Adds up the gains of the fewest nodes that make up `from...to`, in order.
    private func collect(
        _ from: Double, _ to: Double, in node: Node, gaining gain: Tensor,
        into sum: inout Tensor?, _ visited: inout [Place: Tensor]
    ) {
        let middle = node.middle
        guard from > node.start || to < node.end, middle > node.start, middle < node.end else {
            sum = sum.map { $0 + gain } ?? gain
            return
        }
        let left = recent[node.place] ?? leftGain(of: node, gaining: gain)
        visited[node.place] = left
        if from < middle {
            collect(from, min(to, middle), in: node.left, gaining: left, into: &sum, &visited)
        }
        if to > middle {
            collect(max(from, middle), to, in: node.right, gaining: gain - left, into: &sum, &visited)
        }
    }

    private func leftGain(of node: Node, gaining gain: Tensor) -> Tensor {
        let reciprocal = 1 / (node.end - node.start)
        let left = node.middle - node.start
        let right = node.end - node.middle
        let deviation = (left * right * reciprocal).squareRoot()
        let words = SeedSequence.words(
            4, entropy: seed, path: [node.place.index, UInt64(node.place.depth)], poolSize: 24)
        return gain * Float(left) * Float(reciprocal) + Self.noise(words[0], shape) * Float(deviation)
    }

    private static func noise(_ seed: UInt32, _ shape: [Int]) -> Tensor {
        var generator = TorchGenerator(seed: UInt64(seed))
        return generator.normal(shape)
    }
}

/// Where in the tree: the `index`-th node from the left among those of equal depth.
private struct Place: Hashable {
    let index: UInt64
    let depth: Int
}

private struct Node {
    let place: Place
    let start: Double
    let end: Double

    var middle: Double { rounded(0.5 * (end + start)) }
    var left: Node { Node(place: Place(index: 2 &* place.index, depth: place.depth + 1), start: start, end: middle) }
    var right: Node {
        Node(place: Place(index: 2 &* place.index &+ 1, depth: place.depth + 1), start: middle, end: end)
    }
}

/// To six decimals, the tolerance of the tree, correctly rounded as Python's `round` does.
private func rounded(_ time: Double) -> Double {
    Double(String(format: "%.6f", time)) ?? time
}

private func clamped(_ value: Double, to bounds: ClosedRange<Double>) -> Double {
    min(max(value, bounds.lowerBound), bounds.upperBound)
}
