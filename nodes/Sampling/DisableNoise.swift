import Engine

/// No noise, for a latent that is noisy already.
struct DisableNoise: Node {
    static let category = "model/sampling/noise"
    static let summary = "Add no noise at the start."

    @Output var noise: Noise

    func run(_ context: RunContext) {
        noise = Noise(seed: 0, isAdded: false)
    }
}
