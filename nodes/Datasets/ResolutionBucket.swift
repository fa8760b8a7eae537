import Diffusion
import Engine
import Tensors

/// Gathers latents of one size, with their prompts, in batches.
struct ResolutionBucket: Node {
    static let displayName = "Resolution Bucket"
    static let category = "model/training"
    static let summary = "Gather latents of one size, and their prompts, in batches: one for each size."

    @Input("The latents.") var latents: [Latent]
    @Input("A prompt for each latent, those of a batch together.") var conditioning: [Conditioning]

    @Output("latents") var batches: [Latent]
    @Output("conditioning") var prompts: [Conditioning]

    func run(_ context: RunContext) throws {
        guard latents.count == conditioning.count else {
            throw DatasetError.otherNumbers(latents.count, "latents", conditioning.count, "prompts")
        }
        var sizes: [[Int]] = []
        var samples: [[Int]: [Tensor]] = [:]
        var entries: [[Int]: [ConditioningEntry]] = [:]
        for (latent, prompts) in zip(latents, conditioning) {
            let count = latent.samples.shape[0]
            guard count <= prompts.entries.count else {
                throw DatasetError.otherNumbers(count, "latents of a batch", prompts.entries.count, "prompts")
            }
            let size = Array(latent.samples.shape.suffix(2))
            if samples[size] == nil { sizes.append(size) }
            for index in 0..<count {
                samples[size, default: []].append(latent.samples[rows: index..<index + 1])
                entries[size, default: []].append(prompts.entries[index])
            }
        }
        batches = try sizes.map { size in
            let parts = samples[size] ?? []
            if let first = parts.first, let other = parts.first(where: { $0.shape != first.shape }) {
                throw LatentError.otherChannels(other.shape[1], wanted: first.shape[1])
            }
            return Latent(samples: concatenate(parts, axis: 0))
        }
        prompts = sizes.map { Conditioning(entries[$0] ?? []) }
    }
}
