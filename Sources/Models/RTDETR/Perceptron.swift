import Layers
import Tensors

/// Linear layers in a row, with SiLU between them.
struct Perceptron: Sendable {
    private let layers: [Linear]
    let outputs: Int

    init(_ weights: Weights) throws(WeightsError) {
        var layers: [Linear] = []
        var outputs = 0
        for index in 0..<weights.count(of: "layers") {
            let shape = try weights.shape("layers.\(index).weight", rank: 2)
            layers.append(try Linear(weights / "layers.\(index)", from: shape[1], to: shape[0]))
            outputs = shape[0]
        }
        guard !layers.isEmpty else { throw weights.error(.unsupported("'\(weights.path)' without layers")) }
        self.layers = layers
        self.outputs = outputs
    }

    /// - Shapes: [N, inputs] → [N, outputs].
    func callAsFunction(_ x: Tensor) throws -> Tensor {
        try layers.dropFirst().reduce(try layers[0](x)) { try $1(silu($0)) }
    }
}
