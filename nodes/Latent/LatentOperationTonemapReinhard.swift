import Engine
import Tensors

/// Takes down the brightest cells of a latent.
struct LatentOperationTonemapReinhard: Node {
    static let category = "model/latent/advanced/operations"
    static let summary = "Take down the brightest cells of a latent."

    @Input("Where the brightest ones end, in the mean and five deviations.", in: 0...100) var multiplier = 1.0

    @Output var operation: LatentOperation

    func run(_ context: RunContext) {
        let factor = Float(multiplier)
        operation = LatentOperation { latent in
            let lengths = latent.channelNorms + 1e-10
            let tops = zip(lengths.perRow(\.mean), lengths.perRow(\.standardDeviation)).map { ($1 * 5 + $0) * factor }
            let parts = lengths.scaledPerRow(by: tops.map { 1 / $0 })
            let mapped = (parts / (parts + 1)).scaledPerRow(by: tops)
            return latent / lengths.broadcast(to: latent.shape) * mapped.broadcast(to: latent.shape)
        }
    }
}

// Source: Reinhard et al. 2002, “Photographic Tone Reproduction for Digital Images”, equation 3.
