import Diffusion
import Engine

/// Noise levels of a variance-preserving diffusion.
struct VPScheduler: Node {
    static let category = "model/sampling/schedulers"
    static let summary = "Make the noise levels of a variance-preserving diffusion."

    @Input("Steps from noise to picture.", in: 1...10_000) var steps = 20
    @Input("How the rate of noise grows with time.", in: 0...5000) var betaD = 19.9
    @Input("The rate of noise at the start of time.", in: 0...5000) var betaMin = 0.1
    @Input("The time of the last level above zero.", in: 0...1, step: 0.0001) var epsS = 0.001

    @Output var sigmas: Sigmas

    func run(_ context: RunContext) {
        sigmas = Sigmas(
            levels: variancePreservingSigmas(steps, slope: betaD, lowestRate: betaMin, lastTime: epsS))
    }
}
