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
        let first = try NormalizedConvolution(own / "stem1", from: 3, stride: 2)
        let second = try NormalizedConvolution(own / "stem2a", from: first.outputs, isCornered: true)
        let third = try NormalizedConvolution(own / "stem2b", from: second.outputs, isCornered: true)
        let joined = try NormalizedConvolution(own / "stem3", from: first.outputs + third.outputs, stride: 2)
        stem = [first, second, third, joined, try NormalizedConvolution(own / "stem4", from: joined.outputs)]
        var stages: [Stage] = []
        var width = stem[4].outputs
        for index in 0..<weights.count(of: "stages") {
            let stage = try Stage(weights / "stages.\(index)", from: width, halves: index > 0)
            stages.append(stage)
            width = stage.outputs
        }
        guard stages.count == 4 else { throw weights.error(.unsupported("a backbone of \(stages.count) stages")) }
        self.stages = stages
    }

    /// Channels of its results.
    var widths: [Int] { stages.dropFirst().map(\.outputs) }

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

        let outputs: Int

        init(_ weights: Weights, from inputs: Int, halves: Bool) throws(WeightsError) {
            downsampling =
                halves
                ? try NormalizedConvolution(
                    weights / "downsample", from: inputs, stride: 2, isDepthwise: true, isRectified: false) : nil
            var blocks: [Block] = []
            var width = inputs
            for index in 0..<weights.count(of: "blocks") {
                let block = try Block(weights / "blocks.\(index)", from: width, isResidual: index > 0)
                blocks.append(block)
                width = block.outputs
            }
            self.blocks = blocks
            outputs = width
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

        let outputs: Int

        init(_ weights: Weights, from inputs: Int, isResidual: Bool) throws(WeightsError) {
            var layers: [[NormalizedConvolution]] = []
            var (width, sum) = (inputs, inputs)
            for index in 0..<weights.count(of: "layers") {
                let own = weights / "layers.\(index)"
                if own.hasAny(below: "conv1") {
                    let first = try NormalizedConvolution(own / "conv1", from: width, isRectified: false)
                    let second = try NormalizedConvolution(own / "conv2", from: first.outputs, isDepthwise: true)
                    layers.append([first, second])
                    width = second.outputs
                } else {
                    let only = try NormalizedConvolution(own, from: width)
                    layers.append([only])
                    width = only.outputs
                }
                sum += width
            }
            self.layers = layers
            let first = try NormalizedConvolution(weights / "aggregation.0", from: sum)
            aggregation = [first, try NormalizedConvolution(weights / "aggregation.1", from: first.outputs)]
            outputs = aggregation[1].outputs
            guard !isResidual || outputs == inputs else {
                throw weights.error(.unsupported("a block from \(inputs) to \(outputs) channels at '\(weights.path)'"))
            }
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
