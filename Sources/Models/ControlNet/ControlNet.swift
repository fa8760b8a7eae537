import Kernels
import Layers
import Tensors

/// A network that steers a U-Net by a picture: edges, depth, a pose.
///
/// Source: Zhang et al. 2023, "Adding Conditional Control to Text-to-Image Diffusion Models"; `ControlNet` in its
/// `cldm.py`, whose weight names it reads.
public struct ControlNet: Sendable {
    public var configuration: UNetTrunkConfiguration { trunk.configuration }

    private let hint: HintNetwork
    private let trunk: UNetTrunk
    private let skipOutputs: [Linear]
    private let middleOutput: Linear
    /// Of networks for several kinds of pictures.
    private let union: ControlUnion?

    /// - Parameter weights: seen from where `input_hint_block` lies.
    public init(_ weights: Weights) throws(WeightsError) {
        let configuration = try UNetTrunkConfiguration(weights)
        hint = try HintNetwork(weights / "input_hint_block", to: configuration.modelChannels)
        trunk = try UNetTrunk(weights, configuration)
        var skipOutputs: [Linear] = []
        for (index, width) in trunk.skipWidths.enumerated() {
            skipOutputs.append(try Linear(weights / "zero_convs.\(index).0", from: width, to: width))
        }
        self.skipOutputs = skipOutputs
        let width = configuration.middle.width
        middleOutput = try Linear(weights / "middle_block_out.0", from: width, to: width)
        union = weights.has("task_embedding") ? try ControlUnion(weights) : nil
    }

    /// A control network from a file: in its authors' layout, with or without prefix, or in that of diffusers.
    ///
    /// - Throws: if the file has no control network, or a damaged one.
    public init(file tensors: [String: StoredTensor], origin: String) throws(WeightsError) {
        let advice = "This file has no control network; choose another."
        let weights = Weights(tensors, origin: origin)
        if weights.hasAny(below: "control_model") {
            try self.init(weights / "control_model")
        } else if weights.hasAny(below: "controlnet_cond_embedding") {
            try self.init(Weights(DiffusersNames.controlNet(tensors), origin: origin))
        } else {
            try self.init(weights.hasAny(below: "input_hint_block") ? weights : weights.advising(advice))
        }
    }

    /// What the transformers look up in `context`; it serves for all steps with these prompts.
    ///
    /// - Shapes: `context` [N, T, D].
    /// - Throws: `ModelInputError` for prompts of another family; if the weights cannot be read.
    public func prepare(_ context: Tensor) throws -> PreparedContext {
        try Precision.$current.withValue(Precision.asked) {
            try PreparedContext(context, for: trunk.transformers, width: configuration.contextWidth)
        }
    }

    /// What the network sees in the pictures that steer; it serves for all steps.
    ///
    /// - Parameter kinds: of the pictures, for networks that know several; none if it is to tell by itself.
    /// - Shapes: `pictures` [N, 8H, 8W, 3] → [N, H, W, modelChannels].
    /// - Units: `pictures` in 0...1.
    /// - Throws: `ModelInputError` for a kind that the network does not know; if the weights cannot be read.
    public func guide(_ pictures: Tensor, kinds: [ControlKind] = []) throws -> Tensor {
        let seen = try hint(pictures)
        return try union.map { try $0.merged(seen, kinds) } ?? seen
    }

    /// What to add to a U-Net that predicts for the same latents at the same time.
    ///
    /// - Parameter guide: of one picture, or one for each latent.
    /// - Shapes: `latent` [N, C, H, W], `guide` [1 or N, H, W, modelChannels], `label` [N, labelWidth].
    /// - Throws: `CancellationError`; `ModelInputError`; if the weights cannot be read.
    public func callAsFunction(
        _ latent: Tensor, timesteps: [Float], context: PreparedContext, guide: Tensor, label: Tensor? = nil,
        kinds: [ControlKind] = []
    ) throws -> ControlResiduals {
        try Precision.$current.withValue(Precision.asked) {
            try predict(
                channelsLast(latent), timesteps: timesteps, context: context, guide: guide, label: label, kinds: kinds)
        }
    }

    func predict(
        _ latent: Tensor, timesteps: [Float], context: PreparedContext, guide: Tensor, label: Tensor? = nil,
        kinds: [ControlKind] = [], observe: Observer = { _, _ in }
    ) throws -> ControlResiduals {
        let count = latent.shape[0]
        precondition(
            guide.shape[1...2] == latent.shape[1...2] && (guide.shape[0] == 1 || guide.shape[0] == count),
            "control: guide \(guide.shape) for latent \(latent.shape)")
        let guide = guide.shape[0] == count ? guide : guide.repeated(count, axis: 0)
        let descent = try trunk(
            latent, timesteps: timesteps, context: context, label: label, guide: guide,
            told: union?.embedding(of: kinds), observe: observe)
        return ControlResiduals(
            skips: try zip(skipOutputs, descent.skips).map { try $0($1) }, middle: try middleOutput(descent.middle))
    }
}

/// From a picture to the size of the latent, by convolutions alone.
private struct HintNetwork: Sendable {
    /// Of every second number in the checkpoint; a SiLU lies between.
    private let convolutions: [Conv2d]

    init(_ weights: Weights, to channels: Int) throws(WeightsError) {
        var convolutions: [Conv2d] = []
        var width = 3
        for number in stride(from: 0, through: 14, by: 2) {
            let outputs = number == 14 ? channels : try weights.shape("\(number).weight", rank: 4)[0]
            let halves = [4, 8, 12].contains(number)
            convolutions.append(
                try Conv2d(weights / "\(number)", from: width, to: outputs, kernel: 3, stride: halves ? 2 : 1))
            width = outputs
        }
        self.convolutions = convolutions
    }

    /// - Shapes: [N, 8H, 8W, 3] → [N, H, W, channels].
    func callAsFunction(_ pictures: Tensor) throws -> Tensor {
        var hidden = pictures
        for (index, convolution) in convolutions.enumerated() {
            hidden = try convolution(index == 0 ? hidden : silu(hidden))
        }
        return hidden
    }
}
