import Engine
import Tensors

/// Takes some latents out of a batch; each keeps the noise that it had there.
struct LatentFromBatch: Node {
    static let displayName = "Get Latent From Batch"
    static let category = "model/latent/batch"
    static let summary = "Take some latents out of a batch, each with the noise that it had there."

    @Input("The latents.") var samples: Latent
    @Input("The first to take; negative ones count from the end.", in: -16_384...16_384) var batchIndex = 0
    @Input("How many to take.", in: 1...64) var length = 1

    @Output var taken: Latent

    func run(_ context: RunContext) {
        let range = batchRange(from: batchIndex, length: length, count: samples.samples.shape[0])
        taken = samples
        taken.samples = samples.samples[rows: range]
        if let mask = samples.noiseMask, mask.shape[0] > 1 {
            taken.noiseMask = mask.fitted(toBatch: samples.samples.shape[0])[rows: range]
        }
        taken.batchIndex = samples.batchIndex.map { Array($0[range]) } ?? Array(range)
    }
}

/// The part of a batch that a node asks for, cut to what there is.
func batchRange(from index: Int, length: Int, count: Int) -> Range<Int> {
    let start = min(index < 0 ? max(count + index, 0) : index, count - 1)
    return start..<min(start + length, count)
}
