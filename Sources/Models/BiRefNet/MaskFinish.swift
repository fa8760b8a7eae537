import Kernels
import Layers
import Tensors

/// The last step, at the picture's full size: one number for each pixel from the finest scale and from the picture itself.
///
/// All of it but its borders is linear: the last layer is a sum over channels, which commutes with enlarging, and which the
/// convolution before it can do as well. So neither the enlarged features nor the channels of the picture's last convolution,
/// together 1 GB, ever exist. Those between its two convolutions do for a quarter of the picture at a time.
struct MaskFinish: Sendable {
    private let coarse: Linear
    private let strips: [Strip]

    /// - Parameter width: channels of the finest scale.
    init(_ weights: Weights, from width: Int) throws(WeightsError) {
        let inner = try weights.shape("ipt_blk1.conv1.weight", rank: 4)[0]
        let outer = try weights.shape("ipt_blk1.conv_out.weight", rank: 4)[0]
        let sum = try weights("conv_out1.0.weight", 1, width + outer, 1, 1)
        let sumBias = try weights("conv_out1.0.bias", 1)
        let weight = try weights("ipt_blk1.conv_out.weight", outer, inner, 3, 3)
        let bias = try weights("ipt_blk1.conv_out.bias", outer)
        func made(_ shape: [Int], _ make: @escaping @Sendable () throws -> Tensor) -> StoredTensor {
            StoredTensor(shape: shape, element: .float32, source: MadeWeights(make: make))
        }
        @Sendable func part(_ range: Range<Int>) throws -> Tensor {
            try sum.tensor().reshaped([1, width + outer]).sliced(axis: 1, range)
        }
        let folded = weights.replacing([
            "coarse.weight": made([1, width]) { try part(0..<width) },
            "fine.weight": made([1, inner, 3, 3]) {
                matmul(try part(width..<width + outer), try weight.tensor().reshaped([outer, 9 * inner]))
            },
            "fine.bias": made([1]) {
                let moved = matmul(try part(width..<width + outer), try bias.tensor().reshaped([outer, 1]))
                return moved + (try sumBias.tensor().reshaped([1, 1]))
            },
        ])
        coarse = try Linear(folded / "coarse", from: width, to: 1, bias: false)
        var strips: [Strip] = []
        for index in 0..<Self.count {
            let padding = Padding(
                top: index == 0 ? 1 : 0, left: 1, bottom: index == Self.count - 1 ? 1 : 0, right: 1)
            strips.append(
                Strip(
                    first: try Conv2d(
                        weights / "ipt_blk1.conv1", from: 3, to: inner, kernel: 3, padding: padding),
                    last: try Conv2d(folded / "fine", from: inner, to: 1, kernel: 3, padding: padding)))
        }
        self.strips = strips
    }

    /// - Shapes: `image` [1, H / 4, W / 4, C], `picture` [1, H, W, 3] → [1, H, W, 1].
    func callAsFunction(_ image: Tensor, picture: Tensor) throws -> Tensor {
        let enlarged = resizedBetweenCorners(try coarse(image), height: picture.shape[1], width: picture.shape[2])
        let height = picture.shape[1]
        var results: [Tensor] = []
        for (index, strip) in strips.enumerated() {
            let rows = index * height / Self.count..<(index + 1) * height / Self.count
            // Each convolution sees a row beyond.
            let seen = picture.sliced(axis: 1, max(0, rows.lowerBound - 2)..<min(height, rows.upperBound + 2))
            results.append(try strip.last(strip.first(seen), adding: enlarged.sliced(axis: 1, rows)))
        }
        return concatenate(results, axis: 1)
    }

    private static let count = 4

    /// The convolutions with zeros where the picture ends, not where the strip does.
    private struct Strip: Sendable {
        let first: Conv2d, last: Conv2d
    }
}

/// Weights that are made of others when a layer reads them.
private struct MadeWeights: WeightSource {
    let make: @Sendable () throws -> Tensor

    func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        let made = try make()
        return try body(bytes(of: made.values))
    }
}
