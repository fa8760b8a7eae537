import Diffusion
import Engine

/// Noise levels evenly spaced in a root.
struct KarrasScheduler: Node {
    static let category = "model/sampling/schedulers"
    static let summary = "Make noise levels that are evenly spaced in their rho-th root."

    @Input("Steps from noise to picture.", in: 1...10_000) var steps = 20
    @Input("The first noise level.", in: 0...5000) var sigmaMax = 14.614642
    @Input("The last noise level above zero.", in: 0...5000) var sigmaMin = 0.0291675
    @Input("Which root; higher ones spend more steps on little noise.", in: 0...100) var rho = 7.0

    @Output var sigmas: Sigmas

    func run(_ context: RunContext) throws {
        guard rho > 0 else { throw LevelError.noRoot }
        sigmas = Sigmas(levels: karrasSigmas(steps, from: sigmaMax, to: sigmaMin, rho: rho))
    }
}
