import Diffusion
import Engine

/// Noise levels for Flux 2, moved towards noise the more the larger the picture is.
struct Flux2Scheduler: Node {
    static let category = "model/sampling/schedulers"
    static let summary = "Make noise levels for Flux 2, for a picture of this size."

    @Input("Steps from noise to picture.", in: 1...4096) var steps = 20
    @Input("Width, in pixels.", in: 16...16_384) var width = 1024
    @Input("Height, in pixels.", in: 16...16_384) var height = 1024

    @Output var sigmas: Sigmas

    func run(_ context: RunContext) {
        sigmas = Sigmas(
            levels: flux2Sigmas(steps: steps, tokens: Int((Double(width * height) / 256).rounded(.toNearestOrEven))))
    }
}
