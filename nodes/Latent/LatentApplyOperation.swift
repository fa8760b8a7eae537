import Engine

/// Does something to latents.
struct LatentApplyOperation: Node {
    static let category = "model/latent/advanced/operations"
    static let summary = "Do something to latents."

    @Input("The latents.") var samples: Latent
    @Input("What to do.") var operation: LatentOperation

    @Output var changed: Latent

    func run(_ context: RunContext) throws {
        changed = samples
        changed.samples = try operation.apply(samples.pictures)
    }
}
