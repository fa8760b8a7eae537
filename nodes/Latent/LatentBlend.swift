import Engine
import Tensors

/// Blends latents, number by number.
struct LatentBlend: Node {
    static let displayName = "Latent Blend"
    static let category = "experimental"
    static let summary = "Blend two latents; 1 is all of the first."

    @Input("The latents at 1; the others take their size.") var samples1: Latent
    @Input("The latents at 0.") var samples2: Latent
    @Input("How much of the first there is.", in: 0...1) var blendFactor = 0.5

    @Output var blended: Latent

    func run(_ context: RunContext) throws {
        var first = try samples1.pictures
        var second = try samples2.pictures
        if first.shape[1] == 1 { first = try first.spread(overChannelsOf: second) }
        second = try second.spread(overChannelsOf: first)
        if second.shape != first.shape {
            second = resizedLatent(
                second, height: first.shape[2], width: first.shape[3], method: .bicubic, crop: .center)
            // A single one is blended with each of the others.
            let count = first.shape[0] == 1 ? second.shape[0] : first.shape[0]
            (first, second) = (first.fitted(toBatch: count), second.fitted(toBatch: count))
        }
        blended = samples1
        blended.samples = first * Float(blendFactor) + second * Float(1 - blendFactor)
    }
}
