import Engine
import Tensors

/// Joins two batches of latents.
struct LatentBatch: Node {
    static let displayName = "Batch Latents (DEPRECATED)"
    static let category = "model/latent/batch"
    static let summary = "Join two batches of latents; the second is resized to the first."

    @Input("The latents that come first.") var samples1: Latent
    @Input("The latents that follow.") var samples2: Latent

    @Output var joined: Latent

    func run(_ context: RunContext) throws {
        joined = samples1
        joined.samples = concatenate([samples1.samples, try samples1.matching(samples2, keepingBatch: true)], axis: 0)
        joined.batchIndex = [samples1, samples2].flatMap { $0.batchIndex ?? Array(0..<$0.samples.shape[0]) }
    }
}
