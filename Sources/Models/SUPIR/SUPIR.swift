import Kernels
import Layers
import Tensors

/// A network that has a diffusion model restore a picture: a copy of its way down that looks at the picture's latent as well,
/// and adapters that hand what it sees to the way up.
///
/// - Source: Yu et al. 2024, "Scaling Up to Excellence: Practicing Model Scaling for Photo-Realistic Image Restoration In the
///   Wild"; weight names of its checkpoints, as ComfyUI reads them.
public struct SUPIR: Sendable {
    let configuration: UNetTrunkConfiguration
    let adapters: RestorationAdapters

    private let trunk: UNetTrunk
    private let hint: Conv2d

    /// An autoencoder's encoder that looks past the damage of pictures, by the names of the encoder's tensors; empty if the file
    /// has none.
    private let encoder: [String: StoredTensor]

    /// - Throws: if the file has no such network, or a damaged one.
    public init(file tensors: [String: StoredTensor], origin: String) throws(WeightsError) {
        let weights = Weights(
            tensors, origin: origin,
            remedy: "Choose a SUPIR file, such as SUPIR-v0Q_fp16 or SUPIR-v0F_fp16.")
        // In a checkpoint of its authors, or by itself.
        let isPrefixed = tensors["model.\(Self.mark)"] != nil
        let control = weights / (isPrefixed ? "model.control_model" : "control_model")
        configuration = try UNetTrunkConfiguration(control)
        trunk = try UNetTrunk(control, configuration)
        hint = try Conv2d(
            control / "input_hint_block.0", from: configuration.inputChannels, to: configuration.modelChannels,
            kernel: 3)
        adapters = try RestorationAdapters(
            isPrefixed ? weights / "model.diffusion_model" : weights, skips: trunk.skipWidths,
            input: configuration.input, middle: configuration.middle.width)
        let prefix = "first_stage_model.denoise_encoder."
        encoder = Dictionary(
            uniqueKeysWithValues: tensors.filter { $0.key.hasPrefix(prefix) }.map {
                (String($0.key.dropFirst(prefix.count)), $0.value)
            })
    }

    /// A tensor that no other network has.
    private static let mark = "control_model.input_hint_block.0.weight"

    /// Whether a file holds such a network.
    public static func isIn(_ tensors: [String: StoredTensor]) -> Bool {
        guard let shape = (tensors["model.\(mark)"] ?? tensors[mark])?.shape, shape.count == 4 else { return false }
        // Control networks look at pictures of three channels there.
        return shape[1] != 3
    }

    /// That a diffusion model has the parts that this network was made for.
    ///
    /// - Throws: `RestorationError`
    public func check(_ network: UNet) throws(RestorationError) {
        let theirs = network.configuration.trunk
        guard
            theirs.input.map(\.width) == configuration.input.map(\.width),
            theirs.input.map(\.resamples) == configuration.input.map(\.resamples),
            theirs.middle.width == configuration.middle.width, theirs.modelChannels == configuration.modelChannels,
            theirs.inputChannels == configuration.inputChannels, theirs.labelWidth == configuration.labelWidth,
            theirs.contextWidth == configuration.contextWidth,
            adapters.fit(network.configuration.output, after: theirs.middle.width)
        else { throw .otherModel }
    }

    /// The autoencoder with the encoder that looks past the damage, where the file has one.
    ///
    /// Tensors that the autoencoder has no place for are left out, and those that the file lacks stay as they were.
    ///
    /// - Throws: if a tensor has another shape than the encoder's own.
    public func encoding(_ autoencoder: Autoencoder) throws(WeightsError) -> Autoencoder {
        guard let weights = autoencoder.weights else { return autoencoder }
        var replacements: [String: StoredTensor] = [:]
        for (name, tensor) in encoder {
            let name = "encoder.\(name)"
            if weights.has(name) { replacements[name] = tensor }
        }
        return replacements.isEmpty ? autoencoder : try Autoencoder(weights.replacing(replacements))
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

    /// What the network sees in latents of the pictures to restore; it serves for all steps.
    ///
    /// - Shapes: `latents` [N, C, H, W] → [N, H, W, modelChannels].
    /// - Units: `latents` in the model's scale.
    /// - Throws: `ModelInputError`; if the weights cannot be read.
    public func guide(_ latents: Tensor) throws -> Tensor {
        guard latents.shape[1] == configuration.inputChannels else {
            throw ModelInputError.latentChannels(wanted: configuration.inputChannels, found: latents.shape[1])
        }
        return try hint(channelsLast(latents))
    }

    /// What to change in a U-Net that predicts for the same latents at the same time.
    ///
    /// - Parameter strength: 1 is what the network was trained for; above 0.
    /// - Shapes: `latent` [N, C, H, W], `guide` [N, H, W, modelChannels], `label` [N, labelWidth].
    /// - Throws: `CancellationError`; `RestorationError`; `ModelInputError`; if the weights cannot be read.
    public func callAsFunction(
        _ latent: Tensor, timesteps: [Float], context: PreparedContext, guide: Tensor, label: Tensor?, strength: Float
    ) throws -> Restoration {
        try Precision.$current.withValue(Precision.asked) {
            try features(
                channelsLast(latent), timesteps: timesteps, context: context, guide: guide, label: label,
                strength: strength)
        }
    }

    /// As above, channels last.
    func features(
        _ latent: Tensor, timesteps: [Float], context: PreparedContext, guide: Tensor, label: Tensor?, strength: Float,
        observe: Observer = { _, _ in }
    ) throws -> Restoration {
        guard guide.shape[1...2] == latent.shape[1...2] else {
            throw RestorationError.size(picture: Array(guide.shape[1...2]), latent: Array(latent.shape[1...2]))
        }
        let descent = try trunk(
            latent, timesteps: timesteps, context: context, label: label, guide: guide, observe: observe)
        return Restoration(adapters: adapters, features: descent.skips + [descent.middle], strength: strength)
    }
}
