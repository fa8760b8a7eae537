import Kernels
import Layers
import Tensors

/// The part of a U-Net that sees the latent: the way down and the middle. Control networks are copies of it.
struct UNetTrunk: Sendable {
    let configuration: UNetTrunkConfiguration

    private let time: EmbeddingNetwork
    private let label: LabelNetwork?
    private let first: Conv2d
    private let input: [InputBlock]
    private let middle: MiddleBlock

    /// - Parameter weights: seen from where `input_blocks` lies.
    init(_ weights: Weights, _ configuration: UNetTrunkConfiguration) throws(WeightsError) {
        self.configuration = configuration
        let embedding = configuration.embeddingWidth
        time = try EmbeddingNetwork(weights / "time_embed", from: configuration.modelChannels, to: embedding)
        if let count = configuration.labelCount {
            label = .number(try weights("label_emb.weight", [count, embedding]))
        } else if let width = configuration.labelWidth {
            label = .vector(try EmbeddingNetwork(weights / "label_emb.0", from: width, to: embedding))
        } else {
            label = nil
        }

        first = try Conv2d(
            weights / "input_blocks.0.0", from: configuration.inputChannels, to: configuration.modelChannels, kernel: 3)
        var width = configuration.modelChannels
        var input: [InputBlock] = []
        for (index, block) in configuration.input.enumerated() {
            input.append(try InputBlock(weights / "input_blocks.\(index + 1)", block, from: width, of: configuration))
            width = block.width
        }
        self.input = input
        middle = try MiddleBlock(weights / "middle_block", configuration.middle, from: width, of: configuration)
    }

    /// Width of what each part leaves for the way up, in the order of the way down.
    var skipWidths: [Int] { [configuration.modelChannels] + configuration.input.map(\.width) }

    var transformers: [SpatialTransformer] {
        input.compactMap(\.transformer) + [middle.transformer].compactMap(\.self)
    }

    /// What is known after the middle.
    struct Descent {
        /// Output of the first convolution and of each input block.
        var skips: [Tensor]
        var middle: Tensor
        /// The time's embedding after its SiLU, which all residual blocks take.
        let embedding: Tensor
        /// Of the transformers on the way up.
        var context: ArraySlice<[Attention.Memory]>
    }

    /// - Parameters:
    ///   - guide: added to the output of the first convolution; a control network's picture.
    ///   - told: added to the time's embedding; what a control network is told of its picture.
    ///   - patches: change what blocks do.
    /// - Shapes: `latent` [N, H, W, inputChannels], `guide` [N, H, W, modelChannels], `told` [1, embeddingWidth].
    /// - Throws: `CancellationError`; `ModelInputError`; if the weights cannot be read.
    func callAsFunction(
        _ latent: Tensor, timesteps: [Float], context: PreparedContext, label labelVector: Tensor?,
        guide: Tensor? = nil, told: Tensor? = nil, patches: UNetPatches = UNetPatches(), observe: Observer
    ) throws -> Descent {
        precondition(
            latent.shape.count == 4 && latent.shape[0] == timesteps.count && context.count == timesteps.count,
            "U-Net: latent \(latent.shape), \(timesteps.count) timesteps, \(context.count) prompts")
        guard latent.shape[3] == configuration.inputChannels else {
            throw ModelInputError.latentChannels(wanted: configuration.inputChannels, found: latent.shape[3])
        }

        // All blocks and pixels depend on the time and on the first layer: they are exact, and cost little.
        let (embedding, entry) = try Precision.$current.withValue(.float32) {
            (try embed(timesteps, label: labelVector, told: told, observe: observe), try first(latent))
        }
        func of(_ place: UNetPatches.Place) -> BlockPatches {
            BlockPatches(patches: patches, place: place, height: latent.shape[1], width: latent.shape[2])
        }
        var memories = context.memories[...]
        var hidden = entry
        observe("input_blocks.0.0", hidden)
        if let guide { hidden += guide }
        var skips = [hidden]
        for (index, block) in input.enumerated() {
            try Task.checkCancellation()
            let number = index + 1
            hidden = try block(hidden, embedding: embedding, context: &memories, patches: of(.input(number))) {
                observe("input_blocks.\(number).\($0)", $1)
            }
            for change in patches.afterInputBlock { hidden = change(hidden, number, patches.sigma) }
            skips.append(hidden)
            for change in patches.afterSkip { hidden = change(hidden, number, patches.sigma) }
        }

        try Task.checkCancellation()
        hidden = try middle(
            hidden, embedding: embedding, context: &memories, patches: of(.middle)
        ) { observe("middle_block.\($0)", $1) }
        return Descent(skips: skips, middle: hidden, embedding: embedding, context: memories)
    }

    private func embed(
        _ timesteps: [Float], label labelVector: Tensor?, told: Tensor?, observe: Observer
    ) throws -> Tensor {
        var embedding = try time(sinusoids(of: timesteps, width: configuration.modelChannels))
        observe("time_embed", embedding)
        if let told { embedding = embedding + told.repeated(timesteps.count, axis: 0) }
        if let label, let width = configuration.labelWidth {
            guard let labelVector, labelVector.shape == [timesteps.count, width] else {
                throw ModelInputError.label(wanted: width, found: labelVector?.shape.last)
            }
            embedding = try embedding + label(labelVector)
        }
        return silu(embedding)
    }
}

extension PreparedContext {
    /// What `transformers` look up in `context`.
    ///
    /// - Shapes: `context` [N, T, D].
    init(
        _ context: Tensor, for transformers: [SpatialTransformer], width: Int?,
        _ hypernetworks: [AppliedHypernetwork] = []
    ) throws {
        precondition(context.shape.count == 3, "context \(context.shape)")
        if let width, context.shape[2] != width {
            throw ModelInputError.contextWidth(wanted: width, found: context.shape[2])
        }
        self.init(
            count: context.shape[0], memories: try transformers.map { try $0.memories(of: context, hypernetworks) })
    }
}

/// What makes a label into something to add to the time's embedding.
private enum LabelNetwork: Sendable {
    case vector(EmbeddingNetwork)
    /// A row for each number.
    case number(StoredTensor)

    /// - Shapes: [N, width], or [N, 1] with the numbers → [N, embeddingWidth].
    func callAsFunction(_ label: Tensor) throws -> Tensor {
        switch self {
        case .vector(let network): return try network(label)
        case .number(let rows):
            let last = rows.shape[0] - 1
            return try rows.rows(label.array.map { $0 > 0 ? min(Int(min($0, 1e6)), last) : 0 })
        }
    }
}

/// Two matrices around a SiLU, which widen the time or a label to the embedding that residual blocks take.
private struct EmbeddingNetwork: Sendable {
    private let widen: Linear, mix: Linear

    init(_ weights: Weights, from inputs: Int, to outputs: Int) throws(WeightsError) {
        widen = try Linear(weights / "0", from: inputs, to: outputs)
        mix = try Linear(weights / "2", from: outputs, to: outputs)
    }

    /// - Shapes: [N, inputs] → [N, outputs].
    func callAsFunction(_ input: Tensor) throws -> Tensor {
        try mix(silu(widen(input)))
    }
}
