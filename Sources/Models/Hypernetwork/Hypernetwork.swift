import Foundation
import Layers
import Tensors

/// Small networks that change the keys and values of a U-Net's attention.
///
/// - Source: the file format of AUTOMATIC1111's web UI, as `nodes_hypernetwork.py` of ComfyUI reads it.
public struct Hypernetwork: Sendable {
    /// For keys and for values of each width.
    private let networks: [Int: [Network]]

    /// - Parameters:
    ///   - tensors: named `width.side.linear.number.leaf`, side 0 for keys and 1 for values.
    ///   - texts: the file's words: `activation_func`, `activate_output`.
    /// - Throws: if there is no such network, a layer is missing or misshapen, or the activation is unknown.
    public init(
        file tensors: [String: StoredTensor], texts: [String: String], origin: String
    ) throws(WeightsError) {
        let word = texts["activation_func"] ?? "linear"
        guard let activation = Activation(rawValue: word) else {
            throw WeightsError(
                .unsupported("'\(word)' is no activation of hypernetworks that Darkroom knows"), origin: origin,
                remedy: "Choose another hypernetwork.")
        }
        let weights = Weights(
            tensors, origin: origin, remedy: "The file may be no hypernetwork, or a damaged one; choose another.")
        let widths = Set(tensors.keys.compactMap { $0.split(separator: ".").first.flatMap { Int($0) } })
        guard !widths.isEmpty else { throw weights.error(.unsupported("no tensor here belongs to a hypernetwork")) }
        var networks: [Int: [Network]] = [:]
        for width in widths {
            networks[width] = try [0, 1].map { side throws(WeightsError) in
                try Network(
                    weights / "\(width).\(side)", width: width, activation,
                    activatesOutput: texts["activate_output"] == "true")
            }
        }
        self.networks = networks
    }

    /// - Shapes: `keys`, `values` [N, T, D] → same; of a width that the file does not name, they stay.
    func change(_ keys: inout Tensor, _ values: inout Tensor, strength: Float) throws {
        guard let pair = networks[keys.shape[keys.shape.count - 1]] else { return }
        keys = keys.adding(try pair[0](keys), times: strength)
        values = values.adding(try pair[1](values), times: strength)
    }
}

/// A hypernetwork with its strength.
public struct AppliedHypernetwork: Sendable {
    let hypernetwork: Hypernetwork
    let strength: Float

    public init(_ hypernetwork: Hypernetwork, strength: Double) {
        self.hypernetwork = hypernetwork
        self.strength = Float(strength)
    }

    func change(_ keys: inout Tensor, _ values: inout Tensor) throws {
        try hypernetwork.change(&keys, &values, strength: strength)
    }
}

/// Linear layers with curves and norms between them.
private struct Network: Sendable {
    private let layers: [Layer]

    private enum Layer: Sendable {
        case linear(Linear), curve(Activation), norm(LayerNorm)
    }

    /// Layers are numbered with gaps where something without weights lies between; a tensor of one axis is a norm's.
    init(
        _ weights: Weights, width: Int, _ activation: Activation, activatesOutput: Bool
    ) throws(WeightsError) {
        let numbers = (0..<weights.count(of: "linear")).filter { weights.has("linear.\($0).weight") }
        let matrices = numbers.filter { weights.shape("linear.\($0).weight")?.count == 2 }
        guard let first = matrices.first, let last = matrices.last, first == numbers.first else {
            throw weights.error(.missing(weights.path + ".linear.0.weight", shape: nil))
        }
        var layers: [Layer] = []
        var inputs = width
        for number in numbers {
            let path = weights / "linear.\(number)"
            guard matrices.contains(number) else {
                layers.append(.norm(try LayerNorm(path, width: inputs)))
                continue
            }
            let outputs = try path.shape("weight", rank: 2)[0]
            layers.append(.linear(try Linear(path, from: inputs, to: outputs)))
            if activation != .linear, number != last || activatesOutput { layers.append(.curve(activation)) }
            inputs = outputs
        }
        guard inputs == width else {
            throw weights.error(.unsupported("a network from width \(width) ends at \(inputs)"))
        }
        self.layers = layers
    }

    func callAsFunction(_ tokens: Tensor) throws -> Tensor {
        try layers.reduce(tokens) { tokens, layer in
            switch layer {
            case .linear(let linear): try linear(tokens)
            case .norm(let norm): try norm(tokens)
            case .curve(let curve): curve(tokens)
            }
        }
    }
}

/// PyTorch's curves, by the names that files give them.
private enum Activation: String {
    case linear, relu, leakyrelu, elu, swish, tanh, sigmoid, softsign, mish

    func callAsFunction(_ tensor: Tensor) -> Tensor {
        Tensor(shape: tensor.shape) { result in
            let values = tensor.values
            for index in 0..<values.count { result[index] = curve(values[index]) }
        }
    }

    private func curve(_ x: Float) -> Float {
        switch self {
        case .linear: x
        case .relu: max(x, 0)
        case .leakyrelu: x >= 0 ? x : 0.01 * x
        case .elu: x >= 0 ? x : expm1(x)
        // PyTorch's Hardswish, as ComfyUI takes it.
        case .swish: x * min(max(x + 3, 0), 6) / 6
        case .tanh: Foundation.tanh(x)
        case .sigmoid: 1 / (1 + exp(-x))
        case .softsign: x / (1 + abs(x))
        case .mish: x * Foundation.tanh(x > 20 ? x : log1p(exp(x)))
        }
    }
}
