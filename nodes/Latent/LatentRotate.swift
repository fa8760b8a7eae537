import Engine
import Tensors

/// Turns latents by quarters.
struct LatentRotate: Node {
    static let displayName = "Rotate Latent"
    static let category = "model/latent/transform"
    static let summary = "Turn latents clockwise, by quarters."

    @Input("The latents.") var samples: Latent
    @Input("How far.") var rotation: QuarterTurn

    @Output var turned: Latent

    func run(_ context: RunContext) throws {
        turned = samples
        turned.samples = try samples.pictures.rotated(quarterTurns: rotation.count, from: 3, to: 2)
    }
}
