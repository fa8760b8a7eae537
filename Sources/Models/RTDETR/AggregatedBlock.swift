import Layers
import Tensors

/// Two branches of convolutions in a row, whose results are all looked at together.
struct AggregatedBlock: Sendable {
    private let first: Conv2d, last: Conv2d
    private let branches: [(split: SplitBlock, after: Conv2d)]
    private let half: Int

    init(_ weights: Weights) throws(WeightsError) {
        let shape = try weights.shape("cv1.conv.weight", rank: 4)
        half = shape[0] / 2
        first = try Conv2d(weights / "cv1.conv", from: shape[1], to: shape[0], kernel: 1)
        var branches: [(split: SplitBlock, after: Conv2d)] = []
        for name in ["cv2", "cv3"] {
            let width = try weights.shape("\(name).1.conv.weight", rank: 4)[0]
            branches.append(
                (
                    try SplitBlock(weights / "\(name).0"),
                    try Conv2d(weights / "\(name).1.conv", from: width, to: width, kernel: 3)
                ))
        }
        self.branches = branches
        let end = try weights.shape("cv4.conv.weight", rank: 4)
        last = try Conv2d(weights / "cv4.conv", from: end[1], to: end[0], kernel: 1)
    }

    /// - Shapes: [N, H, W, C] → [N, H, W, C'].
    func callAsFunction(_ image: Tensor) throws -> Tensor {
        let whole = silu(try first(image))
        var seen = [whole.sliced(axis: 3, 0..<half), whole.sliced(axis: 3, half..<2 * half)]
        for branch in branches {
            seen.append(silu(try branch.after(branch.split(seen[seen.count - 1]))))
        }
        return silu(try last(concatenate(seen, axis: 3)))
    }
}

/// Convolutions in a row beside a single one.
struct SplitBlock: Sendable {
    private let main: Conv2d, beside: Conv2d
    private let inner: [Conv2d]

    init(_ weights: Weights) throws(WeightsError) {
        let shape = try weights.shape("conv1.conv.weight", rank: 4)
        main = try Conv2d(weights / "conv1.conv", from: shape[1], to: shape[0], kernel: 1)
        beside = try Conv2d(weights / "conv2.conv", from: shape[1], to: shape[0], kernel: 1)
        var inner: [Conv2d] = []
        for index in 0..<weights.count(of: "bottlenecks") {
            inner.append(try Conv2d(weights / "bottlenecks.\(index).conv", from: shape[0], to: shape[0], kernel: 3))
        }
        self.inner = inner
    }

    func callAsFunction(_ image: Tensor) throws -> Tensor {
        try inner.reduce(silu(try main(image))) { silu(try $1($0)) } + silu(try beside(image))
    }
}

/// A convolution of each channel by itself, with a bias.
struct BiasedDepthwise: Sendable {
    private let weight: StoredTensor, bias: StoredTensor
    private let stride: Int

    init(_ weights: Weights, stride: Int) throws(WeightsError) {
        let shape = try weights.shape("weight", rank: 4)
        weight = try weights("weight", shape[0], 1, shape[2], shape[2])
        bias = try weights("bias", shape[0])
        self.stride = stride
    }

    func callAsFunction(_ image: Tensor) throws -> Tensor {
        let (channels, kernel) = (weight.shape[0], weight.shape[2])
        let taps = transposed(try weight.tensor().reshaped([channels, kernel, kernel]), [1, 2, 0])
        let sum = convolveDepthwise(image, taps, stride: stride, padding: (kernel - 1) / 2)
        return scaledChannels(
            sum, by: Tensor(repeating: 1, shape: [channels]), shift: try bias.tensor(), rectified: false)
    }
}
