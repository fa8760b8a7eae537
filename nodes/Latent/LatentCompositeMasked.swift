import Engine
import Tensors

/// Puts one latent onto another, where a mask is white.
struct LatentCompositeMasked: Node {
    static let displayName = "Latent Composite Masked"
    static let category = "model/latent"
    static let summary = "Put one latent onto another, where a mask is white."

    @Input("The latents below.") var destination: Latent
    @Input("The latents on top.") var source: Latent
    @Input("Left edge of the latents on top, in pixels.", in: 0...16_384, step: 8) var x = 0
    @Input("Upper edge of the latents on top, in pixels.", in: 0...16_384, step: 8) var y = 0
    @Input("Whether the latents on top take the size of those below.") var resizeSource = false
    @Input("Where the latents on top are seen; everywhere unless given.") var mask: Mask?

    @Output var joined: Latent

    func run(_ context: RunContext) throws {
        guard source.samples.shape[1] == destination.samples.shape[1] else {
            throw LatentError.otherChannels(source.samples.shape[1], wanted: destination.samples.shape[1])
        }
        let composite = MaskedComposite(top: y / 8, left: x / 8, resizes: resizeSource, mask: mask?.values)
        joined = destination
        joined.samples = composite(try source.pictures, onto: try destination.pictures)
    }
}
