import Engine

/// The noise of a seed.
struct RandomNoise: Node {
    static let category = "model/sampling/noise"
    static let summary = "Start from the noise of a seed."

    @Input("The noise to start from.", in: 0...UInt64.max, isSeed: true) var noiseSeed: UInt64 = 0

    @Output var noise: Noise

    func run(_ context: RunContext) {
        noise = Noise(seed: noiseSeed)
    }
}
