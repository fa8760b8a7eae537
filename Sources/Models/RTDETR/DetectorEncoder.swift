import Layers
import Tensors

/// Brings what the backbone saw at three scales together: once through attention, then down and up the scales.
///
/// - Source: HybridEncoder of RT-DETR (Zhao et al. 2023), with the blocks of D-FINE (Peng et al. 2024).
struct DetectorEncoder: Sendable {
    let width: Int
    private let projections: [Conv2d]
    private let attention: [EncoderLayer]
    private let lateral: [Conv2d]
    private let downward: [AggregatedBlock]
    private let downsampling: [(pointwise: Conv2d, depthwise: BiasedDepthwise)]
    private let upward: [AggregatedBlock]

    /// - Parameter inputs: channels of the three scales.
    init(_ weights: Weights, from inputs: [Int]) throws(WeightsError) {
        width = try weights.shape("pan_blocks.1.cv4.conv.weight", rank: 4)[0]
        guard width.isMultiple(of: 8) else {
            throw weights.error(.unsupported("an encoder of \(width) features"))
        }
        var projections: [Conv2d] = []
        for (index, channels) in inputs.enumerated() {
            projections.append(
                try Conv2d(weights / "input_proj.\(index).conv", from: channels, to: width, kernel: 1))
        }
        var attention: [EncoderLayer] = []
        for index in 0..<weights.count(of: "encoder.0.layers") {
            attention.append(try EncoderLayer(weights / "encoder.0.layers.\(index)", width: width))
        }
        var lateral: [Conv2d] = []
        var (downward, upward): ([AggregatedBlock], [AggregatedBlock]) = ([], [])
        var downsampling: [(pointwise: Conv2d, depthwise: BiasedDepthwise)] = []
        for index in 0..<2 {
            lateral.append(try Conv2d(weights / "lateral_convs.\(index).conv", from: width, to: width, kernel: 1))
            downward.append(try AggregatedBlock(weights / "fpn_blocks.\(index)", from: 2 * width, to: width))
            upward.append(try AggregatedBlock(weights / "pan_blocks.\(index)", from: 2 * width, to: width))
            let own = weights / "downsample_convs.\(index).0"
            downsampling.append(
                (
                    try Conv2d(own / "cv1.conv", from: width, to: width, kernel: 1),
                    try BiasedDepthwise(own / "cv2.conv", channels: width, stride: 2)
                ))
        }
        (self.projections, self.attention, self.lateral) = (projections, attention, lateral)
        (self.downward, self.upward, self.downsampling) = (downward, upward, downsampling)
    }

    /// - Shapes: three of [N, H, W, C], each half as high and wide as the one before → the same of the encoder's width.
    func callAsFunction(_ scales: [Tensor]) throws -> [Tensor] {
        var projected: [Tensor] = []
        for (projection, scale) in zip(projections, scales) { projected.append(try projection(scale)) }
        projected[2] = try attended(projected[2])
        var inner = [projected[2]]
        for (step, scale) in [1, 0].enumerated() {
            let top = try lateral[step](inner[0])
            inner[0] = top
            let joined = concatenate([upsampleNearest2x(top), projected[scale]], axis: 3)
            inner.insert(try downward[step](joined), at: 0)
        }
        var results = [inner[0]]
        for step in 0..<2 {
            let halved = try downsampling[step].depthwise(downsampling[step].pointwise(results[step]))
            results.append(try upward[step](concatenate([halved, inner[step + 1]], axis: 3)))
        }
        return results
    }

    private func attended(_ image: Tensor) throws -> Tensor {
        let (count, height, width) = (image.shape[0], image.shape[1], image.shape[2])
        let places = Self.places(height: height, width: width, features: self.width).repeated(count, axis: 0)
        let tokens = image.reshaped([count, height * width, self.width])
        return try attention.reduce(tokens) { try $1($0, at: places) }.reshaped(image.shape)
    }

    /// Waves that tell where a token is. The columns are counted first, as the models were trained.
    ///
    /// - Shapes: [1, height · width, features].
    private static func places(height: Int, width: Int, features: Int) -> Tensor {
        let quarter = features / 4
        let rates = (0..<quarter).map { 1 / pow10000(Float($0) / Float(quarter)) }
        return Tensor(shape: [1, height * width, features]) { values in
            for token in 0..<height * width {
                let (column, row) = (Float(token / height), Float(token % height))
                for (index, rate) in rates.enumerated() {
                    let start = token * features + index
                    values[start] = sine(column * rate)
                    values[start + quarter] = cosine(column * rate)
                    values[start + 2 * quarter] = sine(row * rate)
                    values[start + 3 * quarter] = cosine(row * rate)
                }
            }
        }
    }
}

/// One round of attention and one of a wider layer.
private struct EncoderLayer: Sendable {
    let attention: Attention
    let wide: Linear, narrow: Linear
    let norms: [LayerNorm]

    init(_ weights: Weights, width: Int) throws(WeightsError) {
        attention = try Attention(detector: weights / "self_attn", width: width)
        let inner = try weights.shape("linear1.weight", rank: 2)[0]
        wide = try Linear(weights / "linear1", from: width, to: inner)
        narrow = try Linear(weights / "linear2", from: inner, to: width)
        norms = [try LayerNorm(weights / "norm1", width: width), try LayerNorm(weights / "norm2", width: width)]
    }

    func callAsFunction(_ tokens: Tensor, at places: Tensor) throws -> Tensor {
        let placed = tokens + places
        let memory = try attention.memory(of: placed, values: tokens)
        let seen = try norms[0](attention(placed, over: memory, adding: tokens))
        return try norms[1](narrow(gelu(wide(seen)), adding: seen))
    }
}

extension Attention {
    /// With the names that detectors have for its parts; eight heads.
    init(detector weights: Weights, width: Int) throws(WeightsError) {
        self.init(
            query: try Linear(weights / "q_proj", from: width, to: width),
            key: try Linear(weights / "k_proj", from: width, to: width),
            value: try Linear(weights / "v_proj", from: width, to: width),
            output: try Linear(weights / "out_proj", from: width, to: width), heads: 8)
    }
}
