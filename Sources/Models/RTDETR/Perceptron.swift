import Layers
import Tensors

/// Linear layers in a row, with SiLU between them.
struct Perceptron: Sendable {
    private let layers: [Linear]
    let outputs: Int

    /// - Parameter wanted: how many outputs it must have; nil if the file tells.
    init(_ weights: Weights, from inputs: Int, to wanted: Int? = nil) throws(WeightsError) {
        var layers: [Linear] = []
        var width = inputs
        for index in 0..<weights.count(of: "layers") {
            let outputs = try weights.shape("layers.\(index).weight", rank: 2)[0]
            layers.append(try Linear(weights / "layers.\(index)", from: width, to: outputs))
            width = outputs
        }
        guard !layers.isEmpty, width == wanted ?? width else {
            throw weights.error(.unsupported("'\(weights.path)' with \(layers.count) layers and \(width) outputs"))
        }
        self.layers = layers
        outputs = width
    }

    /// - Shapes: [N, inputs] → [N, outputs].
    func callAsFunction(_ x: Tensor) throws -> Tensor {
        try layers.dropFirst().reduce(try layers[0](x)) { try $1(silu($0)) }
    }
}
