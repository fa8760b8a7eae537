import Formats
import Kernels
import Tensors

/// The half of a layer that looks at each token by itself: one gated network, or a few out of many experts.
struct LlamaFeedForward: Sendable {
    private let norm: Tensor
    private let network: Network
    private let postNorm: Tensor?
    private let epsilon: Float

    private enum Network: Sendable {
        case dense(GatedNetwork)
        case experts(ExpertNetworks)
    }

    init(_ tensors: ModelTensors, _ configuration: LlamaConfiguration, layer: Int) throws {
        let name = "blk.\(layer)"
        norm = try tensors.vector("\(name).ffn_norm.weight", configuration.width)
        network =
            configuration.experts > 0
            ? .experts(try ExpertNetworks(tensors, configuration, name))
            : .dense(try GatedNetwork(tensors, configuration, name))
        postNorm = try tensors.optionalVector("\(name).post_ffw_norm.weight", configuration.width)
        epsilon = configuration.epsilon
    }

    /// Weights that can be laid out for products.
    var blocks: [BlockWeights] {
        switch network {
        case .dense(let network): network.blocks
        case .experts(let networks): networks.blocks
        }
    }

    /// - Shapes: `x` [T, width] → same, to be added to it.
    func callAsFunction(_ x: Tensor) throws -> Tensor {
        let input = rmsNorm(x, scale: norm, epsilon: epsilon)
        let result =
            switch network {
            case .dense(let network): try network(input)
            case .experts(let networks): try networks(input)
            }
        return postNorm.map { rmsNorm(result, scale: $0, epsilon: epsilon) } ?? result
    }
}

/// down(activation(gate(x)) · up(x)).
struct GatedNetwork: Sendable {
    private let gate: Gate
    private let down: Projection
    private let activation: LlamaConfiguration.Activation

    private enum Gate: Sendable {
        case separate(gate: Projection, up: Projection)
        /// One product whose first half is the gate.
        case fused(Projection, length: Int)
    }

    init(_ tensors: ModelTensors, _ configuration: LlamaConfiguration, _ name: String) throws {
        let width = configuration.width
        guard let length = tensors.file.tensors["\(name).ffn_down.weight"]?.shape.last else {
            throw LanguageModelError(tensors.file.path, .noTensor("\(name).ffn_down.weight"))
        }
        gate =
            tensors.has("\(name).ffn_gate.weight")
            ? .separate(
                gate: try tensors.projection("\(name).ffn_gate", from: width, to: length),
                up: try tensors.projection("\(name).ffn_up", from: width, to: length))
            : .fused(try tensors.projection("\(name).ffn_up", from: width, to: 2 * length), length: length)
        down = try tensors.projection("\(name).ffn_down", from: length, to: width)
        activation = configuration.activation
    }

    init(gate: Projection, up: Projection, down: Projection, activation: LlamaConfiguration.Activation) {
        self.gate = .separate(gate: gate, up: up)
        self.down = down
        self.activation = activation
    }

    var blocks: [BlockWeights] {
        let all =
            switch gate {
            case .separate(let gate, let up): [gate, up, down]
            case .fused(let projection, _): [projection, down]
            }
        return all.compactMap(\.blocks)
    }

    /// - Shapes: `x` [T, width] → same.
    func callAsFunction(_ x: Tensor) throws -> Tensor {
        switch gate {
        case .separate(let gate, let up):
            let both = try Projection.all([gate, up], of: x)
            return try down(gated(both[0], both[1], activation.gate))
        case .fused(let projection, let length):
            let both = try projection(x)
            return try down(
                gated(
                    both.sliced(axis: 1, 0..<length), both.sliced(axis: 1, length..<2 * length), activation.gate))
        }
    }
}

/// Many networks, of which each token goes through the few that a router names, in shares.
struct ExpertNetworks: Sendable {
    private let router: Projection
    private let experts: [GatedNetwork]
    private let used: Int

    init(_ tensors: ModelTensors, _ configuration: LlamaConfiguration, _ name: String) throws {
        let (count, width) = (configuration.experts, configuration.width)
        guard let length = tensors.file.tensors["\(name).ffn_down_exps.weight"]?.shape.last else {
            throw LanguageModelError(tensors.file.path, .noTensor("\(name).ffn_down_exps.weight"))
        }
        router = try tensors.projection("\(name).ffn_gate_inp", from: width, to: count)
        let gates = try tensors("\(name).ffn_gate_exps.weight", count, length, width)
        let ups = try tensors("\(name).ffn_up_exps.weight", count, length, width)
        let downs = try tensors("\(name).ffn_down_exps.weight", count, width, length)
        experts = try (0..<count).map { index in
            let (gate, up, down) = (gates.part(index), ups.part(index), downs.part(index))
            return GatedNetwork(
                gate: try Projection(gate, isPrecise: tensors.isPrecise),
                up: try Projection(up, isPrecise: tensors.isPrecise),
                down: try Projection(down, isPrecise: tensors.isPrecise), activation: configuration.activation)
        }
        used = configuration.expertsUsed
    }

    var blocks: [BlockWeights] { experts.flatMap(\.blocks) + [router.blocks].compactMap(\.self) }

    /// - Shapes: `x` [T, width] → same.
    func callAsFunction(_ x: Tensor) throws -> Tensor {
        let (tokens, width) = (x.shape[0], x.shape[1])
        // One by one, so that a token's experts do not depend on what is read beside it.
        let routed = try (0..<tokens).map { try router(x[rows: $0..<$0 + 1]) }
        let shares = softmax(concatenate(routed, axis: 0)).array
        var visitors = [[(token: Int, share: Float)]](repeating: [], count: experts.count)
        for token in 0..<tokens {
            let row = shares[token * experts.count..<(token + 1) * experts.count]
            let best = row.indices.sorted { (row[$1], $0) < (row[$0], $1) }.prefix(used)
            let sum = best.reduce(Float(0)) { $0 + row[$1] }
            for index in best { visitors[index - row.startIndex].append((token, row[index] / sum)) }
        }

        var result = [Float](repeating: 0, count: x.count)
        for (expert, visitors) in zip(experts, visitors) where !visitors.isEmpty {
            let rows = concatenate(visitors.map { x[rows: $0.token..<$0.token + 1] }, axis: 0)
            let answers = try expert(rows).array
            for (row, visitor) in visitors.enumerated() {
                for column in 0..<width {
                    result[visitor.token * width + column] += visitor.share * answers[row * width + column]
                }
            }
        }
        return Tensor(result, shape: x.shape)
    }
}
