import Engine
import Tensors

/// Cuts a list of batches of latents into batches of one size.
struct RebatchLatents: Node {
    static let displayName = "Rebatch Latents"
    static let category = "model/latent/batch"
    static let summary = "Cut batches of latents into smaller ones, each run by itself."

    @Input("The latents.") var latents: [Latent]
    @Input("Images in each new batch.", in: 1...4096) var batchSize = 1

    @Output var batches: [Latent]

    func run(_ context: RunContext) {
        var made: [Latent] = []
        var pending: [Latent] = []
        func finish() {
            guard !pending.isEmpty else { return }
            let masks = pending.compactMap(\.noiseMask)
            made.append(
                Latent(
                    samples: concatenate(pending.map(\.samples), axis: 0),
                    noiseMask: masks.count == pending.count ? concatenate(masks, axis: 0) : nil,
                    batchIndex: pending.flatMap { $0.batchIndex ?? [] }))
            pending = []
        }
        for single in latents.enumerated().flatMap({ Self.singles($1, after: latents[..<$0]) }) {
            let isAlike = pending.last.map {
                $0.samples.shape == single.samples.shape && $0.noiseMask?.shape == single.noiseMask?.shape
            }
            if isAlike == false || pending.count == batchSize { finish() }
            pending.append(single)
        }
        finish()
        batches = made
    }

    /// Images of one batch, each with a noise mask and a place among the draws of a seed.
    private static func singles(_ latent: Latent, after earlier: ArraySlice<Latent>) -> [Latent] {
        let count = latent.samples.shape[0]
        let first = earlier.reduce(0) { $0 + $1.samples.shape[0] }
        return (0..<count).map { index in
            let mask = latent.noiseMask.map { $0[rows: index % $0.shape[0]..<index % $0.shape[0] + 1] }
            return Latent(
                samples: latent.samples[rows: index..<index + 1], noiseMask: mask,
                batchIndex: [latent.batchIndex.map { $0[index % $0.count] } ?? first + index])
        }
    }
}
