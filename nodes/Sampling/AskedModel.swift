import Diffusion
import Engine
import Formats
import Models
import Tensors

/// A model of a walk with its prompts, ready to be asked.
struct AskedModel {
    let model: ConditionedModel
    let reuse: ReusedSteps

    /// Whether it carries something from one step to the next.
    let remembers: Bool

    /// - Parameters:
    ///   - highest: the noise level at which the walk begins.
    ///   - prepared: takes in what the model is given beside the latent and the prompts.
    /// - Throws: `SamplingError`; if weights are missing or cannot be read.
    init(
        _ model: Model, _ sides: [Conditioning], negativeSide: Int, in scene: ExtraChannels.Scene, seed: UInt64,
        highest: Float, _ prepared: inout Digest
    ) throws {
        let network = try model.network.get()
        let shape = scene.latent.shape
        let hooked = HookedNetworks(network)
        let contexts = PreparedContexts(model.patches.hypernetworks)
        let grounding = GroundingPass()
        let controls = ControlPass(model.sampling, steering: network)
        let restorations = RestorationPass(model.restoration)
        let walk = Walk(seed: seed, shape: shape)
        let walkPatches = model.walkPatches.map { $0(walk) }
        let watch = model.watchesAttention ? AttentionWatch() : nil
        let reuse = ReusedSteps(model)
        var conditioned = try ConditionedModel(
            sides + model.addedPrompts, shape: shape, sampling: model.sampling, highest: highest,
            encode: { entry, side in
                var entry = entry
                if let projection = model.contextProjection { entry.context = try projection(entry.context) }
                if let width = network.configuration.trunk.labelWidth {
                    entry.label = model.label.label(
                        for: entry, width: width, height: 8 * shape[2], pictureWidth: 8 * shape[3],
                        isNegative: side == negativeSide, seed: seed)
                }
                entry.concatenated = model.extraChannels.channels(for: entry, in: scene)
                for tensor in [entry.label, entry.concatenated].compactMap(\.self) { prepared.append(tensor) }
                return entry
            },
            network: { call in
                try reuse.network(call) { call in
                    let timesteps = [Float](repeating: call.timestep, count: call.input.shape[0])
                    var patches = model.patches
                    switch call.perturbation {
                    case .stillMiddle: patches.blocksWithoutSelfAttention.insert(.middle)
                    case nil: break
                    }
                    patches.sigma = call.sigma
                    patches.selfAttention += walkPatches
                    if let watch {
                        let (sides, images) = (call.sides, call.imagesPerPrompt)
                        patches.observeMiddleAttention = { watch.keep($0, sides: sides, imagesPerPrompt: images) }
                    }
                    let sides = call.sides
                    patches.afterSelfAttention += model.attentionGuidance.map { guidance in
                        { guidance($0, sides: sides) }
                    }
                    patches.grounding = try grounding.objects(for: call)
                    patches.restoration = try restorations.restoration(for: call)
                    let control = try controls.residuals(for: call)
                    if let inputs = control?.inputs, !inputs.isEmpty {
                        // Before what other patches make of it.
                        patches.afterInputBlock.insert(
                            { hidden, block, _ in inputs[block].map { hidden + $0 } ?? hidden }, at: 0)
                    }
                    let network = try hooked.network(for: call.hooks)
                    return try network(
                        call.input, timesteps: timesteps, context: contexts.context(of: call, network),
                        label: call.label,
                        control: control, patches: patches)
                }
            })
        conditioned.firstAddedSide = sides.count
        if let watch { conditioned.attention = { watch.attention(of: $0) } }
        conditioned.onEvaluation = reuse.beginEvaluation
        self.model = conditioned
        self.reuse = reuse
        let hooks = (sides + model.addedPrompts).flatMap(\.entries).flatMap(\.hooks)
        remembers =
            !walkPatches.isEmpty || !model.walkGuidance.isEmpty || model.stepReuse != nil
            || hooks.contains { $0.keyframes != nil }
    }
}

/// What a network makes of the prompts, kept for as long as its hooks stay as strong as they are: it is the same in every
/// step.
///
/// Used by the one task that walks.
private final class PreparedContexts {
    private let hypernetworks: [AppliedHypernetwork]
    private var prepared: [[Int]: (hooks: HookStrengths, context: PreparedContext)] = [:]

    init(_ hypernetworks: [AppliedHypernetwork]) {
        self.hypernetworks = hypernetworks
    }

    func context(of call: ModelCall, _ network: UNet) throws -> PreparedContext {
        let hooks = HookStrengths(call.hooks)
        if let known = prepared[call.prompts], known.hooks == hooks { return known.context }
        let made = try network.prepare(call.context, hypernetworks)
        prepared[call.prompts] = (hooks, made)
        return made
    }
}
