import Diffusion
import Engine

/// Noise levels along a power of the logarithm.
struct PolyexponentialScheduler: Node {
    static let category = "model/sampling/schedulers"
    static let summary = "Make noise levels along a power of their logarithm."

    @Input("Steps from noise to picture.", in: 1...10_000) var steps = 20
    @Input("The first noise level.", in: 0...5000) var sigmaMax = 14.614642
    @Input("The last noise level above zero.", in: 0...5000) var sigmaMin = 0.0291675
    @Input("Which power; 1 is evenly spaced.", in: 0...100) var rho = 1.0

    @Output var sigmas: Sigmas

    func run(_ context: RunContext) throws {
        try LevelError.checkLogarithms(highest: sigmaMax, lowest: sigmaMin)
        sigmas = Sigmas(levels: polyexponentialSigmas(steps, from: sigmaMax, to: sigmaMin, rho: rho))
    }
}
