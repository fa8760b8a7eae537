import Layers
import Tensors

/// Sees a picture in finer and finer meaning, and coarser and coarser places.
///
/// - Source: HGNetv2 of PaddlePaddle, as RT-DETRv4 has it.
struct DetectorBackbone: Sendable {
    private let stem: [NormalizedConvolution]
    private let stages: [Stage]

    init(_ weights: Weights) throws(WeightsError) {
        let own = weights / "stem"
        let beside = Padding(bottom: 1, right: 1)
        stem = [
            try NormalizedConvolution(own / "stem1", stride: 2),
            try NormalizedConvolution(own / "stem2a", padding: beside),
            try NormalizedConvolution(own / "stem2b", padding: beside),
            try NormalizedConvolution(own / "stem3", stride: 2),
            try NormalizedConvolution(own / "stem4"),
        ]
        var stages: [Stage] = []
        for index in 0..<weights.count(of: "stages") { stages.append(try Stage(weights / "stages.\(index)")) }
        guard stages.count == 4 else { throw weights.error(.unsupported("a backbone of \(stages.count) stages")) }
        self.stages = stages
    }

    /// - Shapes: [N, H, W, 3] → three of [N, H / 8, W / 8, C], a half and a quarter of it.
    func callAsFunction(_ image: Tensor) throws -> [Tensor] {
        let first = try stem[0](image)
        let seen = try stem[2](stem[1](first))
        var hidden = try stem[4](stem[3](concatenate([largestOfNeighbours(first), seen], axis: 3)))
        var results: [Tensor] = []
        for stage in stages {
            hidden = try stage(hidden)
            results.append(hidden)
        }
        return Array(results.dropFirst())
    }

    private struct Stage: Sendable {
        let downsampling: NormalizedConvolution?
        let blocks: [Block]

        init(_ weights: Weights) throws(WeightsError) {
            downsampling =
                weights.hasAny(below: "downsample")
                ? try NormalizedConvolution(weights / "downsample", stride: 2, isDepthwise: true, isRectified: false)
                : nil
            var blocks: [Block] = []
            for index in 0..<weights.count(of: "blocks") {
                blocks.append(try Block(weights / "blocks.\(index)", isResidual: index > 0))
            }
            self.blocks = blocks
        }

        func callAsFunction(_ image: Tensor) throws -> Tensor {
            try blocks.reduce(try downsampling?(image) ?? image) { try $1($0) }
        }
    }

    /// Layers in a row, whose results are all looked at together.
    private struct Block: Sendable {
        /// One convolution each, or a pointwise and a depthwise one.
        let layers: [[NormalizedConvolution]]
        let aggregation: [NormalizedConvolution]
        let isResidual: Bool

        init(_ weights: Weights, isResidual: Bool) throws(WeightsError) {
            var layers: [[NormalizedConvolution]] = []
            for index in 0..<weights.count(of: "layers") {
                let own = weights / "layers.\(index)"
                layers.append(
                    own.hasAny(below: "conv1")
                        ? [
                            try NormalizedConvolution(own / "conv1", isRectified: false),
                            try NormalizedConvolution(own / "conv2", isDepthwise: true),
                        ] : [try NormalizedConvolution(own)])
            }
            self.layers = layers
            aggregation = [
                try NormalizedConvolution(weights / "aggregation.0"),
                try NormalizedConvolution(weights / "aggregation.1"),
            ]
            self.isResidual = isResidual
        }

        func callAsFunction(_ image: Tensor) throws -> Tensor {
            var seen = [image]
            for layer in layers { seen.append(try layer.reduce(seen[seen.count - 1]) { try $1($0) }) }
            let result = try aggregation[1](aggregation[0](concatenate(seen, axis: 3)))
            return isResidual ? result + image : result
        }
    }
}
