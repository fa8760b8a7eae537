import Kernels
import Layers
import Tensors

/// The network that predicts the noise in a latent, told the time and the prompt: Stable Diffusion 1.x, 2.x and XL.
///
/// Source: `UNetModel` in CompVis `openaimodel.py`; weight names follow that checkpoint layout.
public struct UNet: Sendable {
    public let configuration: UNetConfiguration
    /// What it was made from, for networks that differ in some layers.
    let weights: Weights

    private let trunk: UNetTrunk
    private let output: [OutputBlock]
    private let lastNorm: GroupNorm, last: Conv2d

    /// - Parameter weights: seen from where `input_blocks` lies.
    public init(_ weights: Weights) throws(WeightsError) {
        self.weights = weights
        configuration = try UNetConfiguration(weights)
        trunk = try UNetTrunk(weights, configuration.trunk)
        var skips = trunk.skipWidths
        var width = configuration.trunk.middle.width
        var output: [OutputBlock] = []
        for (index, block) in configuration.output.enumerated() {
            let path = weights / "output_blocks.\(index)"
            output.append(try OutputBlock(path, block, from: width + skips.removeLast(), of: configuration.trunk))
            width = block.width
        }
        self.output = output
        lastNorm = try GroupNorm(weights / "out.0", channels: width)
        last = try Conv2d(weights / "out.2", from: width, to: configuration.outputChannels, kernel: 3)
    }

    /// What the transformers look up in `context`; it serves for all steps with these prompts.
    ///
    /// - Parameter hypernetworks: of the patches that the steps will have.
    /// - Shapes: `context` [N, T, D].
    /// - Throws: `ModelInputError` for prompts of another family; if the weights cannot be read.
    public func prepare(
        _ context: Tensor, _ hypernetworks: [AppliedHypernetwork] = []
    ) throws -> PreparedContext {
        try Precision.$current.withValue(Precision.asked) {
            try PreparedContext(
                context, for: trunk.transformers + output.compactMap(\.transformer),
                width: trunk.configuration.contextWidth, hypernetworks)
        }
    }

    /// The network's prediction for each latent.
    ///
    /// - Parameter label: for networks with a `labelWidth`; others pay no heed to it.
    /// - Shapes: `latent` [N, C, H, W], `timesteps` N of them, `label` [N, labelWidth] → [N, outputChannels, H, W].
    /// - Units: `timesteps` in training steps, 0...999, fractions allowed.
    /// - Throws: `CancellationError`; `ModelInputError`; if the weights cannot be read.
    public func callAsFunction(
        _ latent: Tensor, timesteps: [Float], context: PreparedContext, label: Tensor? = nil,
        control: ControlResiduals? = nil, patches: UNetPatches = UNetPatches()
    ) throws -> Tensor {
        try Precision.$current.withValue(Precision.asked) {
            try channelsFirst(
                predict(
                    channelsLast(latent), timesteps: timesteps, context: context, label: label, control: control,
                    patches: patches))
        }
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
        _ latent: Tensor, timesteps: [Float], context: PreparedContext, label: Tensor? = nil,
        control: ControlResiduals? = nil, patches: UNetPatches = UNetPatches(), observe: Observer = { _, _ in }
    ) throws -> Tensor {
        let hidden = try hidden(
            after: output.count, latent, timesteps: timesteps, context: context, label: label, control: control,
            patches: patches, observe: observe)
        // What comes out is nothing but this: it is exact, and costs little.
        return try Precision.$current.withValue(.float32) { try last(lastNorm(hidden, silu: true)) }
    }

    /// The way down, the middle and the first `count` blocks of the way up, channels last.
    func hidden(
        after count: Int, _ latent: Tensor, timesteps: [Float], context: PreparedContext, label: Tensor? = nil,
        control: ControlResiduals? = nil, patches: UNetPatches = UNetPatches(), observe: Observer = { _, _ in }
    ) throws -> Tensor {
        var descent = try trunk(
            latent, timesteps: timesteps, context: context, label: label, patches: patches, observe: observe)
        if let control { try control.add(to: &descent) }
        var hidden = descent.middle
        if let restoration = patches.restoration { hidden = try restoration.afterMiddle(hidden) }
        for (index, block) in output.prefix(count).enumerated() {
            try Task.checkCancellation()
            var skip = descent.skips.removeLast()
            for change in patches.beforeOutputBlock { (hidden, skip) = change(hidden, skip) }
            hidden = try block(
                hidden, skip: skip, target: descent.skips.last?.shape, embedding: descent.embedding,
                context: &descent.context,
                patches: BlockPatches(
                    patches: patches, place: .output(index), height: latent.shape[1], width: latent.shape[2])
            ) { observe("output_blocks.\(index).\($0)", $1) }
        }
        return hidden
    }
}
