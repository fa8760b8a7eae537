import Layers
import Tensors

/// One level of the smaller kind of T2I adapter, such as that for colours: a narrow row of blocks between two matrices.
///
/// - Source: `Adapter_light` in the adapter.py of T2I-Adapter, whose weight names it reads.
struct LightAdapterLevel: Sendable {
    private let halves: Bool
    private let narrow: Conv2d
    private let blocks: [(Conv2d, Conv2d)]
    private let widen: Conv2d

    /// - Parameter weights: seen from where the levels lie.
    static func levels(_ count: Int, _ weights: Weights, from inputs: Int) throws(WeightsError) -> [LightAdapterLevel] {
        var levels: [LightAdapterLevel] = []
        var width = inputs
        for index in 0..<count {
            let path = weights / "\(index)"
            levels.append(try LightAdapterLevel(path, from: width, halves: index > 0))
            width = try path.shape("out_conv.weight", rank: 4)[0]
        }
        return levels
    }

    private init(_ weights: Weights, from inputs: Int, halves: Bool) throws(WeightsError) {
        self.halves = halves
        let width = try weights.shape("in_conv.weight", rank: 4)[0]
        narrow = try Conv2d(weights / "in_conv", from: inputs, to: width, kernel: 1)
        var blocks: [(Conv2d, Conv2d)] = []
        for index in 0..<weights.count(of: "body") {
            let path = weights / "body.\(index)"
            blocks.append(
                (
                    try Conv2d(path / "block1", from: width, to: width, kernel: 3),
                    try Conv2d(path / "block2", from: width, to: width, kernel: 3)
                ))
        }
        self.blocks = blocks
        widen = try Conv2d(
            weights / "out_conv", from: width, to: try weights.shape("out_conv.weight", rank: 4)[0], kernel: 1)
    }

    /// - Shapes: [N, H, W, inputs] → [N, H or ⌈H/2⌉, …, outputs].
    func callAsFunction(_ input: Tensor) throws -> Tensor {
        var hidden = try narrow(halves ? averagedByFours(input) : input)
        for (first, second) in blocks {
            hidden = try second(clamp(first(hidden), 0...Float.greatestFiniteMagnitude), adding: hidden)
        }
        return try widen(hidden)
    }
}
