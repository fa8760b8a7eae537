import Layers
import Tensors

/// The network that predicts the noise in a latent, told the time and the prompt: Stable Diffusion 1.x, 2.x and XL.
///
/// Source: `UNetModel` in CompVis `openaimodel.py`; weight names follow that checkpoint layout.
public struct UNet: Sendable {
    public let configuration: UNetConfiguration

    private let time: EmbeddingNetwork
    private let label: EmbeddingNetwork?
    private let first: Conv2d
    private let input: [InputBlock]
    private let middle: MiddleBlock
    private let output: [OutputBlock]
    private let lastNorm: GroupNorm, last: Conv2d

    /// - Parameter weights: seen from where `input_blocks` lies.
    public init(_ weights: Weights) throws(WeightsError) {
        let configuration = try UNetConfiguration(weights)
        self.configuration = configuration
        let embedding = configuration.embeddingWidth
        time = try EmbeddingNetwork(weights / "time_embed", from: configuration.modelChannels, to: embedding)
        if let width = configuration.labelWidth {
            label = try EmbeddingNetwork(weights / "label_emb.0", from: width, to: embedding)
        } else {
            label = nil
        }

        let channels = configuration.modelChannels
        first = try Conv2d(
            weights / "input_blocks.0.0", from: configuration.inputChannels, to: channels, kernel: 3)
        var width = channels
        var skips = [channels]
        var input: [InputBlock] = []
        for (index, block) in configuration.input.enumerated() {
            let path = weights / "input_blocks.\(index + 1)"
            input.append(try InputBlock(path, block, from: width, of: configuration))
            width = block.width
            skips.append(width)
        }
        self.input = input

        middle = try MiddleBlock(weights / "middle_block", configuration.middle, from: width, of: configuration)
        width = configuration.middle.width

        var output: [OutputBlock] = []
        for (index, block) in configuration.output.enumerated() {
            let path = weights / "output_blocks.\(index)"
            output.append(try OutputBlock(path, block, from: width + skips.removeLast(), of: configuration))
            width = block.width
        }
        self.output = output
        lastNorm = try GroupNorm(weights / "out.0", channels: width)
        last = try Conv2d(weights / "out.2", from: width, to: configuration.outputChannels, kernel: 3)
    }

    /// What the transformers look up in `context`; it serves for all steps with these prompts.
    ///
    /// - Shapes: `context` [N, T, D].
    /// - Throws: if the weights cannot be read.
    public func prepare(_ context: Tensor) throws -> PreparedContext {
        let transformers =
            input.compactMap(\.transformer) + [middle.transformer].compactMap(\.self)
            + output.compactMap(\.transformer)
        return PreparedContext(
            count: context.shape[0], memories: try transformers.map { try $0.memories(of: context) })
    }

    /// The network's prediction for each latent.
    ///
    /// - Parameter label: for networks with a `labelWidth`.
    /// - Shapes: `latent` [N, C, H, W], `timesteps` N of them, `label` [N, labelWidth] → [N, outputChannels, H, W].
    /// - Units: `timesteps` in training steps, 0...999, fractions allowed.
    /// - Throws: `CancellationError`; if the weights cannot be read.
    public func callAsFunction(
        _ latent: Tensor, timesteps: [Float], context: PreparedContext, label: Tensor? = nil,
        control: ControlResiduals? = nil
    ) throws -> Tensor {
        try channelsFirst(
            predict(channelsLast(latent), timesteps: timesteps, context: context, label: label, control: control))
    }

    /// As above for a context that is used only once.
    public func callAsFunction(
        _ latent: Tensor, timesteps: [Float], context: Tensor, label: Tensor? = nil, control: ControlResiduals? = nil
    ) throws -> Tensor {
        try self(latent, timesteps: timesteps, context: prepare(context), label: label, control: control)
    }

    /// The forward pass, channels last.
    ///
    /// - Parameter observe: told the output of each part under its name in the checkpoint; tests compare block by block.
    func predict(
        _ latent: Tensor, timesteps: [Float], context: PreparedContext, label labelVector: Tensor? = nil,
        control: ControlResiduals? = nil, observe: (String, Tensor) -> Void = { _, _ in }
    ) throws -> Tensor {
        precondition(
            latent.shape.count == 4 && latent.shape[0] == timesteps.count && context.count == timesteps.count
                && latent.shape[3] == configuration.inputChannels,
            "U-Net: latent \(latent.shape), \(timesteps.count) timesteps, \(context.count) prompts")
        precondition((label == nil) == (labelVector == nil), "U-Net: a label where none is taken, or none where it is")

        var embedding = try time(sinusoids(of: timesteps, width: configuration.modelChannels))
        observe("time_embed", embedding)
        if let label, let labelVector { embedding = try embedding + label(labelVector) }
        embedding = silu(embedding)

        var memories = context.memories[...]
        var hidden = try first(latent)
        observe("input_blocks.0.0", hidden)
        var skips = [hidden]
        for (index, block) in input.enumerated() {
            try Task.checkCancellation()
            hidden = try block(hidden, embedding: embedding, context: &memories) {
                observe("input_blocks.\(index + 1).\($0)", $1)
            }
            skips.append(hidden)
        }

        try Task.checkCancellation()
        hidden = try middle(hidden, embedding: embedding, context: &memories) { observe("middle_block.\($0)", $1) }
        if let added = control?.middle { hidden = hidden + added }

        for (index, block) in output.enumerated() {
            try Task.checkCancellation()
            var skip = skips.removeLast()
            if let added = control?.skips[skips.count] { skip = skip + added }
            hidden = try block(
                hidden, skip: skip, target: skips.last?.shape, embedding: embedding, context: &memories
            ) { observe("output_blocks.\(index).\($0)", $1) }
        }
        return try last(lastNorm(hidden, silu: true))
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
