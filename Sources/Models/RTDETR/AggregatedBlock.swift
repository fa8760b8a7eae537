import Layers
import Tensors

/// Two branches of convolutions in a row, whose results are all looked at together.
struct AggregatedBlock: Sendable {
    private let first: Conv2d, last: Conv2d
    private let branches: [(split: SplitBlock, after: Conv2d)]
    private let half: Int

    init(_ weights: Weights, from inputs: Int, to outputs: Int) throws(WeightsError) {
        let whole = try weights.shape("cv1.conv.weight", rank: 4)[0]
        guard whole.isMultiple(of: 2) else {
            throw weights.error(.unsupported("\(whole) channels in halves at '\(weights.path)'"))
        }
        half = whole / 2
        first = try Conv2d(weights / "cv1.conv", from: inputs, to: whole, kernel: 1)
        var branches: [(split: SplitBlock, after: Conv2d)] = []
        var (width, sum) = (half, whole)
        for name in ["cv2", "cv3"] {
            let split = try SplitBlock(weights / "\(name).0", from: width)
            width = try weights.shape("\(name).1.conv.weight", rank: 4)[0]
            let after = try Conv2d(weights / "\(name).1.conv", from: split.outputs, to: width, kernel: 3)
            branches.append((split, after))
            sum += width
        }
        self.branches = branches
        last = try Conv2d(weights / "cv4.conv", from: sum, to: outputs, kernel: 1)
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

    let outputs: Int

    init(_ weights: Weights, from inputs: Int) throws(WeightsError) {
        outputs = try weights.shape("conv1.conv.weight", rank: 4)[0]
        main = try Conv2d(weights / "conv1.conv", from: inputs, to: outputs, kernel: 1)
        beside = try Conv2d(weights / "conv2.conv", from: inputs, to: outputs, kernel: 1)
        var inner: [Conv2d] = []
        for index in 0..<weights.count(of: "bottlenecks") {
            inner.append(try Conv2d(weights / "bottlenecks.\(index).conv", from: outputs, to: outputs, kernel: 3))
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

    init(_ weights: Weights, channels: Int, stride: Int) throws(WeightsError) {
        let kernel = try weights.shape("weight", rank: 4)[2]
        guard !kernel.isMultiple(of: 2) else {
            throw weights.error(.unsupported("an even kernel at '\(weights.path)'"))
        }
        weight = try weights("weight", channels, 1, kernel, kernel)
        bias = try weights("bias", channels)
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
