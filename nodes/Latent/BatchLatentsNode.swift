import Engine
import Tensors

/// Joins any number of batches of latents; all take the size of the first.
struct BatchLatentsNode: Node {
    static let displayName = "Batch Latents"
    static let category = "model/latent/batch"
    static let summary = "Join batches of latents; all are resized to the first."

    @Input("The latents.", growing: .numbered("latent", 1...50)) var latents: Growing<Latent>

    @Output var joined: Latent

    func run(_ context: RunContext) throws {
        let first = latents.values[0]
        let samples = try latents.map { try first.matching($0, keepingBatch: true) }
        let indices = latents.flatMap { latent in latent.batchIndex ?? Array(0..<latent.samples.shape[0]) }
        joined = Latent(samples: concatenate(samples, axis: 0), batchIndex: indices)
    }
}
