import Engine

/// Says where a sampler may change a latent.
struct SetLatentNoiseMask: Node {
    static let displayName = "Set Latent Noise Mask"
    static let category = "model/latent"
    static let summary = "Let a sampler change a latent only where a mask is white."

    @Input("The latents.") var samples: Latent
    @Input("Where they may change.") var mask: Mask

    @Output var masked: Latent

    func run(_ context: RunContext) {
        masked = samples
        masked.noiseMask = mask.values
    }
}
