import Engine
import Tensors

/// Repeats latents; the copies get noise of their own.
struct RepeatLatentBatch: Node {
    static let displayName = "Repeat Latent Batch"
    static let category = "model/latent/batch"
    static let summary = "Repeat latents, each copy with noise of its own."

    @Input("The latents.") var samples: Latent
    @Input("How often.", in: 1...64) var amount = 1

    @Output var repeated: Latent

    func run(_ context: RunContext) {
        repeated = samples
        repeated.samples = samples.samples.repeated(amount, axis: 0)
        if let mask = samples.noiseMask, mask.shape[0] > 1 {
            repeated.noiseMask = mask.fitted(toBatch: samples.samples.shape[0]).repeated(amount, axis: 0)
        }
        if let indices = samples.batchIndex, let least = indices.min(), let most = indices.max() {
            repeated.batchIndex = (0..<amount).flatMap { copy in indices.map { $0 + copy * (most - least + 1) } }
        }
    }
}
