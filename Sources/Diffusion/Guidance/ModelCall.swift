import Tensors

/// One call of a network: latents of the same size under one or more prompts, in one batch.
public struct ModelCall {
    /// What the network sees: scaled, with further channels appended [B, C, H, W].
    public let input: Tensor

    /// The same as the sampler has it [B, C, H, W].
    public let latent: Tensor

    public let sigma: Float

    /// The timestep that the network is told.
    public let timestep: Float

    /// Prompts for cross-attention [B, T, D]; shorter ones are repeated to the common length.
    public let context: Tensor

    /// Prompts for control networks [B, T, D], where they have their own.
    public let controlContext: Tensor?

    /// [B, D]
    public let label: Tensor?

    public let control: (any Control)?

    /// Objects with a place of their own; a prompt that has some is alone in its batch.
    public let grounding: (any Control)?

    /// Numbers of the prompts in the batch, each for an equal part of it: equal lists of numbers mean equal `context` and
    /// `label` throughout a run.
    public let prompts: [Int]

    /// For each prompt of the batch, its side, 0 for the positive one.
    public let sides: [Int]

    /// Changes of the model's weights that the prompts bring along.
    public let hooks: [ActiveHook]

    /// Images of each prompt.
    public let imagesPerPrompt: Int

    /// How the network is to be made worse; nil for not at all.
    public let perturbation: Perturbation?
}
